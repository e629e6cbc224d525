using System.Diagnostics;
using Nightshift.Hosts.Tests.Support;

namespace Nightshift.Hosts.Tests;

public sealed class LocalProcessTests(LocalMachine machine) : ProcessTests<LocalMachine>(machine);

public sealed class BashProcessTests(BashMachine machine) : ProcessTests<BashMachine>(machine);

public sealed class SshProcessTests(SshMachine machine) : ProcessTests<SshMachine>(machine);

public abstract class ProcessTests<TMachine>(TMachine machine) : IClassFixture<TMachine>
    where TMachine : Machine
{
    private readonly IHost _host = machine.Host;

    [Fact]
    public async Task ProcessAsync_LivingProcess_IsDescribed()
    {
        using var sleeper = new Sleeper(machine, "sleep er", "600", "a b", "线\n程", "");

        var info = await _host.ProcessAsync(sleeper.Process.Id, default);

        Assert.Equal([sleeper.Executable, "-c", "read line", "600", "a b", "线\n程", ""], info!.Arguments);
        Assert.Equal((sleeper.Executable, false, Environment.ProcessId), (info.Executable, info.ExecutableDeleted, info.ParentPid));
        Assert.True(info.Identity.StartTicks > 0);
    }

    [Fact]
    public async Task ProcessAsync_ExecutableReplaced_IsFlagged()
    {
        using var sleeper = new Sleeper(machine, "sleep");
        File.Delete(sleeper.Executable);

        var info = await _host.ProcessAsync(sleeper.Process.Id, default);

        Assert.Equal((sleeper.Executable, true), (info!.Executable, info.ExecutableDeleted));
    }

    [Fact]
    public async Task ProcessAsync_Zombie_IsGone()
    {
        var id = new DetachedId($"zombie-{Guid.NewGuid():N}");
        // A shell that is replaced by sleep never waits for its child, which ends after that.
        const string Line = "sh -c 'until grep -q sleep /proc/$PPID/comm; do :; done' & echo $! $$; exec sleep 600";
        await _host.StartDetachedAsync(id, new HostCommand("sh", "-c", Line), default);
        DetachedStatus.Running? running = null;
        await Eventually.Async(
            async () => (running = await _host.AttachAsync(id, TimeSpan.Zero, default) as DetachedStatus.Running) is { Stdout.Length: > 0 },
            "the child's id is known");
        var pids = running!.Stdout.Text.Split(' ').Select(int.Parse).ToArray();
        await Eventually.Sync(() => File.Exists($"/proc/{pids[0]}/stat") && !ProcessTree.Lives(pids[0]), "the child is a zombie");

        Assert.Null(await _host.ProcessAsync(pids[0], default));

        var parent = await _host.ProcessAsync(pids[1], default);
        Assert.True(await _host.KillAsync(parent!.Identity, HostSignal.Kill, default));
    }

    [Fact]
    public async Task ProcessAsync_NoSuchProcess_IsNull() => Assert.Null(await _host.ProcessAsync(4_194_303, default));

    [Fact]
    public async Task FindProcessesAsync_ByExecutableOrArgument_FindsThemAndNotItself()
    {
        var needle = $"needle-{Guid.NewGuid():N}";
        using var byName = new Sleeper(machine, needle);
        using var byArgument = new Sleeper(machine, "other", $"--flagfile=conf/{needle}.flags");

        var found = await _host.FindProcessesAsync(needle, default);

        Assert.Equal(
            new[] { byName.Process.Id, byArgument.Process.Id }.Order(), found.Select(process => process.Pid).Order());
    }

    [Fact]
    public async Task FindProcessesAsync_CommandUnderWay_IsFoundOnceWithoutOurHelpers()
    {
        var needle = $"needle-{Guid.NewGuid():N}";
        var id = new DetachedId(needle);
        await _host.StartDetachedAsync(id, new HostCommand("sh", "-c", "read line <&2; sleep 600; :", needle), default);
        await Eventually.Async(
            async () => await _host.AttachAsync(id, TimeSpan.Zero, default) is DetachedStatus.Running { Process: not null },
            "the command runs");
        IReadOnlyList<ProcessInfo> found = [];
        await Eventually.Async(async () => (found = await _host.FindProcessesAsync(needle, default)).Count > 0, "it is executed");

        Assert.Equal(needle, Assert.Single(found).Arguments[^1]);

        var running = Assert.IsType<DetachedStatus.Running>(await _host.AttachAsync(id, TimeSpan.Zero, default));
        Assert.True(await _host.KillAsync(running.Process!.Value, HostSignal.Kill, default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    public async Task FindProcessesAsync_NotOneLine_IsRefused(string text) =>
        await Assert.ThrowsAsync<ArgumentException>(() => _host.FindProcessesAsync(text, default));

    [Fact]
    public async Task KillAsync_SameProcess_IsSignalled()
    {
        using var sleeper = new Sleeper(machine, "victim");
        var identity = (await _host.ProcessAsync(sleeper.Process.Id, default))!.Identity;

        Assert.True(await _host.KillAsync(identity, HostSignal.Terminate, default));

        await sleeper.Process.WaitForExitAsync();
        Assert.False(await _host.KillAsync(identity, HostSignal.Terminate, default));
    }

    [Fact]
    public async Task KillAsync_AnotherStartOrBoot_IsLeftAlone()
    {
        using var sleeper = new Sleeper(machine, "bystander");
        var identity = (await _host.ProcessAsync(sleeper.Process.Id, default))!.Identity;

        Assert.False(await _host.KillAsync(identity with { StartTicks = identity.StartTicks - 1 }, HostSignal.Kill, default));
        Assert.False(await _host.KillAsync(identity with { BootId = Guid.NewGuid() }, HostSignal.Kill, default));

        Assert.True(ProcessTree.Lives(sleeper.Process.Id));
    }

    /// <summary>A copy of the shell under a name of its own, which waits for a line that never comes.</summary>
    private sealed class Sleeper : IDisposable
    {
        internal Sleeper(Machine machine, string name, params string[] arguments)
        {
            Executable = Path.Combine(Directory.CreateDirectory(machine.NewPath()).FullName, name);

            // cp, not File.Copy: a process that another test forks meanwhile would inherit the open file, and an executable that is open for writing cannot be run.
            using (var copy = Process.Start("cp", ["/bin/dash", Executable])) copy.WaitForExit();
            Process = Process.Start(new ProcessStartInfo(Executable, ["-c", "read line", .. arguments]) { RedirectStandardInput = true })!;
        }

        internal string Executable { get; }

        internal Process Process { get; }

        public void Dispose()
        {
            Process.Kill();
            Process.WaitForExit();
            Process.Dispose();
        }
    }
}
