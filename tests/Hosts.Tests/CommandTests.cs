using System.Text;
using Nightshift.Hosts.Tests.Support;

namespace Nightshift.Hosts.Tests;

public sealed class LocalCommandTests(LocalMachine machine) : CommandTests<LocalMachine>(machine)
{
    private readonly LocalMachine _machine = machine;

    /// <summary>Given up before its first line was read, it could not be told from others and went on.</summary>
    [Fact]
    public async Task RunAsync_CancelledBeforeItToldWhoItIs_IsEndedAllTheSame()
    {
        var mark = $"3600.{Environment.ProcessId}{Random.Shared.Next(1_000_000)}";
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            using var cancel = new CancellationTokenSource();
            var running = _machine.Host.RunAsync(new HostCommand("sleep", mark), cancel.Token);
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        }));

        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.Empty(await _machine.Host.FindProcessesAsync(mark, default));
    }
}

public sealed class BashCommandTests(BashMachine machine) : CommandTests<BashMachine>(machine);

public sealed class SshCommandTests(SshMachine machine) : CommandTests<SshMachine>(machine);

public abstract class CommandTests<TMachine>(TMachine machine) : IClassFixture<TMachine>
    where TMachine : Machine
{
    private readonly IHost _host = machine.Host;

    private static readonly string[] HardWords =
    [
        "", " ", "-n", "--", "-e", "$(touch /tmp/never)", "`id`", "$HOME", "a'b\"c", "'", "\"", "\\", "\\n", "\\0101", "%s%n%%", "*", "~", "!", "!!",
        "#", ";&|<>(){}[]",
        "line\nbreak\n", "\n", "\t\r\v", "数据库升级", "🌙", "a=b", "\u0001\u007f\u0080\u0081\u0088\u00ff",
    ];

    [Fact]
    public async Task RunAsync_EveryCharacterAndHardWord_ArrivesUnchanged()
    {
        var every = new string([.. Enumerable.Range(1, 255).Select(i => (char)i)]);
        string[] words = [.. HardWords, every];

        var result = await _host.RunAsync(new HostCommand(["printf", "%s\\0", .. words]), default);

        Assert.Equal(words, result.Stdout.Text.Split('\0')[..^1]);
    }

    [Fact]
    public async Task RunAsync_RandomWords_ArriveUnchanged()
    {
        var random = new Random(20240611);
        var words = Enumerable.Range(0, 200)
            .Select(_ => new string([.. Enumerable.Range(0, random.Next(12)).Select(_ => (char)random.Next(1, 0x2ff))])).ToArray();

        var result = await _host.RunAsync(new HostCommand(["printf", "%s\\0", .. words]), default);

        Assert.Equal(words, result.Stdout.Text.Split('\0')[..^1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(255)]
    public async Task RunAsync_AnyExitCode_IsAResult(int code)
    {
        var result = await _host.RunAsync(new HostCommand("sh", "-c", $"echo out; echo err >&2; exit {code}"), default);

        Assert.Equal((code, "out\n", "err\n"), (result.ExitCode, result.Stdout.Text, result.Stderr.Text));
        Assert.True(result.Duration > TimeSpan.Zero);
    }

    [Fact]
    public async Task RunAsync_KilledByASignal_Is128AndTheSignal()
    {
        var result = await _host.RunAsync(new HostCommand("sh", "-c", "kill -9 $$"), default);

        Assert.Equal(137, result.ExitCode);
    }

    [Fact]
    public async Task RunAsync_NoSuchProgram_Is127()
    {
        var result = await _host.RunAsync(new HostCommand("no-such-program"), default);

        Assert.Equal(127, result.ExitCode);
        Assert.Contains("no-such-program", result.Stderr.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_DirectoryAndEnvironment_AreTheCommands()
    {
        var command = new HostCommand("sh", "-c", "pwd; printf '%s' \"$NIGHT\"")
        {
            WorkingDirectory = machine.Directory,
            Environment = new Dictionary<string, string> { ["NIGHT"] = "it's $HOME\n数" },
        };

        var result = await _host.RunAsync(command, default);

        Assert.Equal($"{machine.Directory}\nit's $HOME\n数", result.Stdout.Text);
    }

    [Fact]
    public async Task RunAsync_NoSuchDirectory_RunsNothing()
    {
        var command = new HostCommand("true") { WorkingDirectory = "/no/such/directory" };

        var fault = await Assert.ThrowsAsync<HostFileException>(() => _host.RunAsync(command, default));

        Assert.Equal((HostFileFault.NotFound, "/no/such/directory"), (fault.Fault, fault.Path));
    }

    [Fact]
    public async Task RunAsync_Stdin_IsReadToItsEnd()
    {
        var bytes = new byte[3_000_000];
        new Random(1).NextBytes(bytes);

        var result = await _host.RunAsync(new HostCommand("sha256sum") { Stdin = bytes }, default);

        Assert.StartsWith(Sha256Digest.Of(bytes).Hex, result.Stdout.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_NoStdin_ReadsNothing()
    {
        var result = await _host.RunAsync(new HostCommand("wc", "-c"), default);

        Assert.Equal("0", result.Stdout.Text.Trim());
    }

    [Fact]
    public async Task RunAsync_StdinThatNobodyReads_IsNoFault()
    {
        var result = await _host.RunAsync(new HostCommand("true") { Stdin = new byte[5_000_000] }, default);

        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task RunAsync_TooMuchOutput_IsFlaggedAndNeverWhole()
    {
        var result = await _host.RunAsync(new HostCommand("sh", "-c", "head -c 500000 /dev/zero; exit 3") { MaxOutput = 1000 }, default);

        Assert.Equal(
            (3, true, 1000, 500_000L),
            (result.ExitCode, result.Stdout.Truncated, result.Stdout.Bytes.Length, result.Stdout.Length));
        Assert.Throws<InvalidOperationException>(() => result.Stdout.Text);
    }

    [Fact]
    public async Task RunAsync_BinaryOutputWithoutNewline_IsKeptByteByByte()
    {
        var bytes = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();

        var result = await _host.RunAsync(new HostCommand("cat") { Stdin = bytes }, default);

        Assert.Equal(bytes, result.Stdout.Bytes.ToArray());
        Assert.False(result.Stdout.Truncated);
    }

    [Fact]
    public async Task RunAsync_NotDoneInTime_IsEndedOnTheHost()
    {
        var pidFile = machine.NewPath();
        var command = new HostCommand("sh", "-c", $"echo $$ >'{pidFile}'; sleep 600; :") { Timeout = TimeSpan.FromSeconds(2) };

        var fault = await Assert.ThrowsAsync<HostTimeoutException>(() => _host.RunAsync(command, default));

        Assert.False(fault.MayStillBeRunning);
        Assert.Null(await _host.ProcessAsync(int.Parse(File.ReadAllText(pidFile)), default));
    }

    [Fact]
    public async Task RunAsync_Cancelled_IsEndedOnTheHost()
    {
        var pidFile = machine.NewPath();
        using var cancel = new CancellationTokenSource();
        var running = _host.RunAsync(new HostCommand("sh", "-c", $"echo $$ >'{pidFile}'; sleep 600; :"), cancel.Token);
        await Eventually.Sync(() => File.Exists(pidFile) && File.ReadAllText(pidFile).EndsWith('\n'), "the command runs");

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Null(await _host.ProcessAsync(int.Parse(File.ReadAllText(pidFile)), default));
    }

    [Fact]
    public async Task RunAsync_ChildLeftWithOurStreams_DoesNotHoldUp()
    {
        var result = await _host.RunAsync(
            new HostCommand("sh", "-c", "sleep 600 & echo $!") { Timeout = TimeSpan.FromSeconds(30) }, default);

        var child = await _host.ProcessAsync(int.Parse(result.Stdout.Text), default);
        Assert.NotNull(child);
        Assert.True(await _host.KillAsync(child.Identity, HostSignal.Kill, default));
    }

    [Fact]
    public async Task RunAsync_ManyAtOnce_AllAnswer()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => _host.RunAsync(new HostCommand("echo", $"{i}"), default)));

        Assert.Equal(Enumerable.Range(0, 24).Select(i => $"{i}\n"), results.Select(result => result.Stdout.Text));
    }

    [Fact]
    public async Task RunAsync_TooLong_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => _host.RunAsync(new HostCommand("echo", new string('a', 200_000)), default));

    [Fact]
    public async Task RunAsync_OwnEnvironment_IsNotPassedOn()
    {
        Environment.SetEnvironmentVariable("NIGHTSHIFT_TEST_SECRET", "hush");

        var result = await _host.RunAsync(new HostCommand("env"), default);

        Assert.DoesNotContain("hush", Encoding.UTF8.GetString(result.Stdout.Bytes.Span), StringComparison.Ordinal);
    }
}
