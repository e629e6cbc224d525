using Nightshift.Hosts.Tests.Support;

namespace Nightshift.Hosts.Tests;

public sealed class LocalDetachedTests(LocalMachine machine) : DetachedTests<LocalMachine>(machine);

public sealed class BashDetachedTests(BashMachine machine) : DetachedTests<BashMachine>(machine);

public sealed class SshDetachedTests(SshMachine machine) : DetachedTests<SshMachine>(machine);

public abstract class DetachedTests<TMachine>(TMachine machine) : IClassFixture<TMachine>
    where TMachine : Machine
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly IHost _host = machine.Host;

    private static DetachedId NewId() => new($"run-{Guid.NewGuid():N}.step-1");

    private static HostCommand Shell(string line) => new("sh", "-c", line);

    [Fact]
    public async Task AttachAsync_UnknownId_NeverStarted() =>
        Assert.IsType<DetachedStatus.NeverStarted>(await _host.AttachAsync(NewId(), TimeSpan.Zero, default));

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(255)]
    public async Task StartDetachedAsync_CommandThatEnds_LeavesCodeAndOutput(int code)
    {
        var id = NewId();
        await _host.StartDetachedAsync(id, Shell($"echo out; echo err >&2; exit {code}"), default);

        var status = Assert.IsType<DetachedStatus.Exited>(await _host.AttachAsync(id, Patience, default));

        Assert.Equal((code, "out\n", "err\n"), (status.Code, status.Stdout.Text, status.Stderr.Text));
    }

    [Fact]
    public async Task StartDetachedAsync_DirectoryEnvironmentStdinAndWords_AreTheCommands()
    {
        var id = NewId();
        var command = new HostCommand("sh", "-c", "pwd; printf '%s|' \"$NIGHT\" \"$@\"; cat; umask", "sh", "a'b\nc", "", "$(id)", "数")
        {
            WorkingDirectory = machine.Directory,
            Environment = new Dictionary<string, string> { ["NIGHT"] = "x\n'y" },
            Stdin = "from stdin\n"u8.ToArray(),
        };
        var umask = (await _host.RunAsync(Shell("umask"), default)).Stdout.Text;

        await _host.StartDetachedAsync(id, command, default);
        var status = Assert.IsType<DetachedStatus.Exited>(await _host.AttachAsync(id, Patience, default));

        Assert.Equal($"{machine.Directory}\nx\n'y|a'b\nc||$(id)|数|from stdin\n{umask}", status.Stdout.Text);
    }

    [Fact]
    public async Task AttachAsync_WhileItRuns_TellsTheProcessAndItsOutput()
    {
        var id = NewId();
        var go = machine.NewPath();
        await _host.StartDetachedAsync(id, Shell($"echo begun; while [ ! -e '{go}' ]; do sleep 0.05; done"), default);
        DetachedStatus.Running? running = null;
        await Eventually.Async(
            async () =>
            {
                running = Assert.IsType<DetachedStatus.Running>(await _host.AttachAsync(id, TimeSpan.Zero, default));
                return running is { Process: not null, Stdout.Length: > 0 };
            },
            "the command has said something");

        Assert.Equal("begun\n", running!.Stdout.Text);
        Assert.Contains(go, (await _host.ProcessAsync(running.Process!.Value.Pid, default))!.Arguments[2], StringComparison.Ordinal);
        File.WriteAllText(go, "");
        Assert.IsType<DetachedStatus.Exited>(await _host.AttachAsync(id, Patience, default));
    }

    [Fact]
    public async Task StartDetachedAsync_SameIdAgain_RunsOnce()
    {
        var (id, marks) = (NewId(), machine.NewPath());
        var command = Shell($"echo x >>'{marks}'");
        await _host.StartDetachedAsync(id, command, default);
        await _host.AttachAsync(id, Patience, default);

        var again = await _host.StartDetachedAsync(id, command, default);

        Assert.Equal(0, Assert.IsType<DetachedStatus.Exited>(again).Code);
        Assert.Equal("x\n", File.ReadAllText(marks));
    }

    [Fact]
    public async Task StartDetachedAsync_RacingStarters_RunOnce()
    {
        for (var round = 0; round < 3; round++)
        {
            var (id, marks) = (NewId(), machine.NewPath());
            await using var other = machine.NewPool();
            IHost[] hosts = [_host, other.Get(machine.Address)];
            var command = Shell($"echo x >>'{marks}'") with { Stdin = "input"u8.ToArray() };

            await Task.WhenAll(Enumerable.Range(0, 8).Select(i => hosts[i % 2].StartDetachedAsync(id, command, default)));

            Assert.IsType<DetachedStatus.Exited>(await _host.AttachAsync(id, Patience, default));
            Assert.Equal("x\n", File.ReadAllText(marks));
        }
    }

    [Fact]
    public async Task StartDetachedAsync_IdOfAnotherCommand_IsRefused()
    {
        var (id, marks) = (NewId(), machine.NewPath());
        await _host.StartDetachedAsync(id, Shell("exit 0"), default);

        await Assert.ThrowsAsync<DetachedConflictException>(() => _host.StartDetachedAsync(id, Shell($"echo x >'{marks}'"), default));

        Assert.False(File.Exists(marks));
    }

    [Fact]
    public async Task AttachAsync_KeeperKilledWithItsCommand_Died()
    {
        var id = NewId();
        await _host.StartDetachedAsync(id, Shell("sleep 600; exit 0"), default);
        var group = await KeeperAsync(id);

        await Programs.RunAsync("kill", "-9", "--", $"-{group}");

        var died = Assert.IsType<DetachedStatus.Died>(await _host.AttachAsync(id, Patience, default));
        Assert.False(died.HostRebooted);
        Assert.IsType<DetachedStatus.Died>(await _host.StartDetachedAsync(id, Shell("sleep 600; exit 0"), default));
    }

    [Fact]
    public async Task AttachAsync_KeeperKilledAlone_RunsUntilTheCommandIsGoneThenDied()
    {
        var (id, go) = (NewId(), machine.NewPath());
        await _host.StartDetachedAsync(id, Shell($"while [ ! -e '{go}' ]; do sleep 0.05; done"), default);
        await Eventually.Async(
            async () => await _host.AttachAsync(id, TimeSpan.Zero, default) is DetachedStatus.Running { Process: not null },
            "the command runs");
        var keeper = await KeeperAsync(id);

        await Programs.RunAsync("kill", "-9", $"{keeper}");
        await Eventually.Sync(() => !ProcessTree.Lives(keeper), "the keeper is gone");

        Assert.IsType<DetachedStatus.Running>(await _host.AttachAsync(id, TimeSpan.Zero, default));
        File.WriteAllText(go, "");
        Assert.IsType<DetachedStatus.Died>(await _host.AttachAsync(id, Patience, default));
    }

    [Fact]
    public async Task AttachAsync_RecordOfAnEarlierBoot_DiedByReboot()
    {
        var id = NewId();
        var started = await _host.StartDetachedAsync(id, Shell("sleep 600"), default);
        var keeper = await KeeperAsync(id);
        var claim = Path.Combine(Record(id), "claim");
        var words = File.ReadAllText(claim).Split(' ');
        File.WriteAllText(claim, $"{words[0]} {words[1]} {Guid.NewGuid()} {words[3]}");
        File.WriteAllText(Path.Combine(Record(id), "command"), $"{words[0]} {words[1]} {Guid.NewGuid()}\n");

        var status = await _host.AttachAsync(id, TimeSpan.Zero, default);

        await Programs.RunAsync("kill", "-9", "--", $"-{keeper}");
        Assert.IsType<DetachedStatus.Running>(started);
        Assert.True(Assert.IsType<DetachedStatus.Died>(status).HostRebooted);
    }

    [Fact]
    public async Task AttachAsync_ServerThatLeavesADaemon_ExitedWhileTheDaemonLives()
    {
        var id = NewId();
        await _host.StartDetachedAsync(id, Shell("sleep 600 & echo $!"), default);

        var status = Assert.IsType<DetachedStatus.Exited>(await _host.AttachAsync(id, Patience, default));

        var daemon = await _host.ProcessAsync(int.Parse(status.Stdout.Text), default);
        Assert.NotNull(daemon);
        Assert.True(await _host.KillAsync(daemon.Identity, HostSignal.Kill, default));
    }

    [Fact]
    public async Task StartDetachedAsync_Command_HasNoneOfOurDescriptorsNorIgnoresSignals()
    {
        var id = NewId();
        await _host.StartDetachedAsync(id, Shell("ls -l /proc/$$/fd; grep -E \"Sig(Ign|Blk)\" /proc/self/status"), default);

        var status = Assert.IsType<DetachedStatus.Exited>(await _host.AttachAsync(id, Patience, default));

        var lines = status.Stdout.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            ["/dev/null", Path.Combine(Record(id), "stdout"), Path.Combine(Record(id), "stderr")],
            lines[1..^2].Select(line => line.Split(" -> ")[1]));

        Assert.All(lines[^2..], line => Assert.Equal(0UL, Mask(line)));

        static ulong Mask(string line) => Convert.ToUInt64(line.Split('\t')[1], 16);
    }

    [Fact]
    public async Task StartDetachedAsync_ShellThatStartedIt_IsGoneWhileItRuns()
    {
        var id = NewId();
        await _host.StartDetachedAsync(id, Shell("sleep 600"), default);
        var keeper = await KeeperAsync(id);

        var fds = Directory.GetFiles($"/proc/{keeper}/fd").Select(fd => new FileInfo(fd).LinkTarget).ToArray();
        await Programs.RunAsync("kill", "-9", "--", $"-{keeper}");

        Assert.All(fds, fd => Assert.Equal("/dev/null", fd));
    }

    [Fact]
    public async Task AttachAsync_MoreOutputThanTheTail_IsFlagged()
    {
        await using var pool = machine.NewPool(options => options with { DetachedTail = 10 });
        var (host, id) = (pool.Get(machine.Address), NewId());
        await host.StartDetachedAsync(id, Shell("echo 0123456789abcdef; echo xyz >&2"), default);

        var status = Assert.IsType<DetachedStatus.Exited>(await host.AttachAsync(id, Patience, default));

        Assert.Equal(("789abcdef\n", 17L), (System.Text.Encoding.ASCII.GetString(status.Stdout.Bytes.Span), status.Stdout.Length));
        Assert.True(status.Stdout.Truncated);
        Assert.Equal("xyz\n", status.Stderr.Text);
    }

    [Fact]
    public async Task StartDetachedAsync_OldRecords_ArePrunedButNotRunningOnes()
    {
        var (ended, running, last) = (NewId(), NewId(), NewId());
        await _host.StartDetachedAsync(ended, Shell("true"), default);
        await _host.AttachAsync(ended, Patience, default);
        await _host.StartDetachedAsync(running, Shell("sleep 600"), default);
        var keeper = await KeeperAsync(running);
        await Programs.RunAsync("touch", "-d", "200 days ago", Record(ended), Record(running));

        await _host.StartDetachedAsync(last, Shell("true"), default);

        await Eventually.Sync(() => !Directory.Exists(Record(ended)), "the old record is pruned");
        Assert.IsType<DetachedStatus.Running>(await _host.AttachAsync(running, TimeSpan.Zero, default));
        Assert.IsType<DetachedStatus.Exited>(await _host.AttachAsync(last, Patience, default));
        await Programs.RunAsync("kill", "-9", "--", $"-{keeper}");
    }

    [Fact]
    public async Task StartDetachedAsync_NoSuchDirectory_StartsNothing()
    {
        var id = NewId();
        var command = new HostCommand("true") { WorkingDirectory = "/no/such/directory" };

        var fault = await Assert.ThrowsAsync<HostFileException>(() => _host.StartDetachedAsync(id, command, default));

        Assert.Equal(HostFileFault.NotFound, fault.Fault);
        Assert.IsType<DetachedStatus.NeverStarted>(await _host.AttachAsync(id, TimeSpan.Zero, default));
    }

    private string Record(DetachedId id) => Path.Combine(machine.Options.DetachedRoot, id.Value);

    private async Task<int> KeeperAsync(DetachedId id)
    {
        await Eventually.Sync(() => File.Exists(Path.Combine(Record(id), "command")), "the command is executed");
        return int.Parse(File.ReadAllText(Path.Combine(Record(id), "claim")).Split(' ')[0]);
    }
}
