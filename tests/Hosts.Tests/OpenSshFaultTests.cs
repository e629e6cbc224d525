using Nightshift.Hosts.Shells;
using Nightshift.Hosts.Tests.Support;

namespace Nightshift.Hosts.Tests;

/// <summary>What only a network can do to us.</summary>
public sealed class OpenSshFaultTests(SshMachine machine) : IClassFixture<SshMachine>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public Task Connect_UnknownHostKey_IsRefused() =>
        RefusedAsync(ConnectFailedReason.HostKeyUnknown, options => options with { KnownHostsFile = machine.Server.EmptyKnownHosts });

    [Fact]
    public Task Connect_ChangedHostKey_IsRefused() =>
        RefusedAsync(ConnectFailedReason.HostKeyChanged, options => options with { KnownHostsFile = machine.Server.WrongKnownHosts });

    [Fact]
    public Task Connect_KeyThatTheServerDoesNotKnow_IsRefused() =>
        RefusedAsync(ConnectFailedReason.AuthenticationRefused, options => options with { SshConfigFile = machine.Server.StrangerConfig });

    [Fact]
    public async Task Connect_NothingListens_IsUnreachable()
    {
        await using var pool = machine.NewPool();

        var fault = await FaultAsync(pool.Get(HostAddress.Parse($"127.0.0.1:{FreePort.Next()}")));

        Assert.Equal((ConnectFailedReason.Unreachable, false), (fault.Reason, fault.MayHaveRun));
    }

    [Fact]
    public async Task Connect_NameThatDoesNotResolve_IsUnreachable()
    {
        await using var pool = machine.NewPool();

        var fault = await FaultAsync(pool.Get(HostAddress.Parse("no-such-host.invalid")));

        Assert.Equal((ConnectFailedReason.Unreachable, false), (fault.Reason, fault.MayHaveRun));
    }

    [Fact]
    public async Task Connect_SilentServer_TimesOut()
    {
        await using var proxy = new PausingProxy(machine.Server.Port);
        proxy.Pause();
        await using var pool = Through(proxy, options => options with { ConnectTimeout = TimeSpan.FromSeconds(1) });

        var fault = await FaultAsync(pool.Get(Address(proxy)));

        Assert.Equal((ConnectFailedReason.TimedOut, false), (fault.Reason, fault.MayHaveRun));
    }

    [Fact]
    public async Task RunAsync_ConnectionFallsSilent_TimesOutAndMayStillRunThenANewConnectionWorks()
    {
        await using var proxy = new PausingProxy(machine.Server.Port);
        await using var pool = Through(proxy);
        var host = pool.Get(Address(proxy));
        await host.RunAsync(new HostCommand("true"), default);
        proxy.Pause();

        var fault = await Assert.ThrowsAsync<HostTimeoutException>(
            () => host.RunAsync(new HostCommand("true") { Timeout = TimeSpan.FromSeconds(1) }, default));

        Assert.True(fault.MayStillBeRunning);
        proxy.Resume();
        proxy.Cut();
        Assert.Equal(0, (await host.RunAsync(new HostCommand("true"), default)).ExitCode);
        Assert.Equal(2, proxy.Accepted);
    }

    [Fact]
    public async Task RunAsync_SilenceBeyondTheAliveChecks_IsALostConnection()
    {
        await using var proxy = new PausingProxy(machine.Server.Port);
        await using var pool = Through(proxy, options => options with { AliveInterval = TimeSpan.FromSeconds(1), AliveCount = 1 });
        var host = pool.Get(Address(proxy));
        var begun = machine.NewPath();
        var running = host.RunAsync(new HostCommand("sh", "-c", $"echo >'{begun}'; while [ -e '{begun}' ]; do sleep 0.05; done"), default);
        await Eventually.Sync(() => File.Exists(begun), "the command runs");
        await Eventually.Async(async () => (await host.RunAsync(new HostCommand("true"), default)).Succeeded, "its beginning has arrived");

        proxy.Pause();

        var fault = await Assert.ThrowsAsync<HostConnectionException>(() => running);
        Assert.Equal((ConnectFailedReason.Lost, true), (fault.Reason, fault.MayHaveRun));
    }

    [Fact]
    public async Task RunAsync_OneAfterAnother_ShareOneConnection()
    {
        await using var proxy = new PausingProxy(machine.Server.Port);
        await using var pool = Through(proxy);
        var host = pool.Get(Address(proxy));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.RunAsync(new HostCommand("true"), default)));

        Assert.Equal(1, proxy.Accepted);
    }

    [Fact]
    public async Task RunAsync_SessionKilledUnderIt_IsLostAndTheNextConnects()
    {
        await using var server = await SshServer.StartAsync();
        await using var pool = machine.NewPool(server.Trusted);
        var host = pool.Get(HostAddress.Parse($"127.0.0.1:{server.Port}"));
        var begun = machine.NewPath();
        var running = host.RunAsync(new HostCommand("sh", "-c", $"echo >'{begun}'; while [ -e '{begun}' ]; do sleep 0.05; done"), default);
        await Eventually.Sync(() => File.Exists(begun), "the command runs");

        KillSessions(server);

        var fault = await Assert.ThrowsAsync<HostConnectionException>(() => running);
        Assert.Equal((ConnectFailedReason.Lost, true), (fault.Reason, fault.MayHaveRun));
        Assert.Equal("again\n", (await host.RunAsync(new HostCommand("echo", "again"), default)).Stdout.Text);
    }

    [Fact]
    public async Task AttachAsync_SessionKilledUnderTheCommand_ItRunsOnAndIsFoundAgain()
    {
        await using var server = await SshServer.StartAsync();
        await using var pool = machine.NewPool(server.Trusted);
        var host = pool.Get(HostAddress.Parse($"127.0.0.1:{server.Port}"));
        var (id, go) = (new DetachedId($"cut-{Guid.NewGuid():N}"), machine.NewPath());
        var command = new HostCommand("sh", "-c", $"while [ ! -e '{go}' ]; do sleep 0.05; done; echo done; exit 4");
        await host.StartDetachedAsync(id, command, default);
        var waiting = host.AttachAsync(id, Patience, default);
        await Eventually.Sync(
            () => server.Sessions().Any(session => ProcessTree.ChildrenOf(session).Count > 0), "the wait runs on the host");

        KillSessions(server);

        await Assert.ThrowsAsync<HostConnectionException>(() => waiting);
        Assert.IsType<DetachedStatus.Running>(await host.AttachAsync(id, TimeSpan.Zero, default));
        File.WriteAllText(go, "");
        var status = Assert.IsType<DetachedStatus.Exited>(await host.AttachAsync(id, Patience, default));
        Assert.Equal((4, "done\n"), (status.Code, status.Stdout.Text));
    }

    [Fact]
    public async Task AttachAsync_ByAnotherPoolAfterOursIsGone_FindsTheCommand()
    {
        var (id, go) = (new DetachedId($"heir-{Guid.NewGuid():N}"), machine.NewPath());
        var command = new HostCommand("sh", "-c", $"while [ ! -e '{go}' ]; do sleep 0.05; done");
        await using (var first = machine.NewPool())
            await first.Get(machine.Address).StartDetachedAsync(id, command, default);

        Assert.IsType<DetachedStatus.Running>(await machine.Host.AttachAsync(id, TimeSpan.Zero, default));

        File.WriteAllText(go, "");
        Assert.IsType<DetachedStatus.Exited>(await machine.Host.AttachAsync(id, Patience, default));
    }

    [Fact]
    public async Task RunAsync_MasterKilled_IsOpenedAgain()
    {
        await using var proxy = new PausingProxy(machine.Server.Port);
        await using var pool = Through(proxy);
        var host = pool.Get(Address(proxy));
        await host.RunAsync(new HostCommand("true"), default);

        foreach (var master in MastersOf(Address(proxy)))
        {
            using var process = System.Diagnostics.Process.GetProcessById(master);
            process.Kill();
            await Eventually.Sync(() => !ProcessTree.Lives(master), "the master is gone");
        }

        Assert.Equal(0, (await host.RunAsync(new HostCommand("true"), default)).ExitCode);
        Assert.Equal(0, (await host.RunAsync(new HostCommand("true"), default)).ExitCode);
        Assert.Equal(2, proxy.Accepted);
    }

    [Fact]
    public async Task RunAsync_ServerGoneAfterAConnection_IsUnreachableAndHasNotRun()
    {
        await using var server = await SshServer.StartAsync();
        await using var pool = machine.NewPool(server.Trusted);
        var host = pool.Get(HostAddress.Parse($"127.0.0.1:{server.Port}"));
        await host.RunAsync(new HostCommand("true"), default);
        server.Stop();
        HostConnectionException? fault = null;

        // The master may take a moment to see it; until then a call is lost, never a success.
        await Eventually.Async(
            async () =>
            {
                fault = await Assert.ThrowsAsync<HostConnectionException>(() => host.RunAsync(new HostCommand("true"), default));
                return fault.Reason is not (ConnectFailedReason.Lost or ConnectFailedReason.Other);
            },
            "the master has noticed");

        Assert.Equal((ConnectFailedReason.Unreachable, false), (fault!.Reason, fault.MayHaveRun));
    }

    [Fact]
    public async Task DisposeAsync_OpenConnections_AreClosed()
    {
        await using var proxy = new PausingProxy(machine.Server.Port);
        var pool = Through(proxy);
        await pool.Get(Address(proxy)).RunAsync(new HostCommand("true"), default);
        var masters = MastersOf(Address(proxy));

        await pool.DisposeAsync();

        Assert.NotEmpty(masters);
        await Eventually.Sync(() => masters.All(master => !ProcessTree.Lives(master)), "no master is left");
    }

    [Fact]
    public async Task UploadAsync_CutInTheMiddle_LeavesTheTargetAlone()
    {
        await using var proxy = new PausingProxy(machine.Server.Port);
        await using var pool = Through(proxy);
        var host = pool.Get(Address(proxy));
        var (source, target) = (machine.NewPath(), Path.Combine(Directory.CreateDirectory(machine.NewPath()).FullName, "bin"));
        await File.WriteAllBytesAsync(source, new byte[64 * 1024 * 1024]);
        File.WriteAllText(target, "old");
        var uploading = host.UploadAsync(source, target, await Sha256Digest.OfFileAsync(source, default), default);
        await Eventually.Sync(
            () => Directory.GetFiles(Path.GetDirectoryName(target)!, "*.part").Any(part => new FileInfo(part).Length > 0),
            "content arrives");

        proxy.Pause();
        proxy.Cut();

        await Assert.ThrowsAsync<HostConnectionException>(() => uploading);
        await Eventually.Sync(() => Directory.GetFiles(Path.GetDirectoryName(target)!).Length == 1, "the part is removed");
        Assert.Equal("old", File.ReadAllText(target));
    }

    private static HostAddress Address(PausingProxy proxy) => HostAddress.Parse($"127.0.0.1:{proxy.Port}");

    private static void KillSessions(SshServer server)
    {
        foreach (var session in server.Sessions())
        {
            using var process = System.Diagnostics.Process.GetProcessById(session);
            process.Kill();
        }
    }

    /// <summary>The master connections to this address alone: their socket is named for it.</summary>
    private static IReadOnlyList<int> MastersOf(HostAddress address)
    {
        var socket = Path.GetFileName(new OpenSshArguments(address, new HostsOptions(), "/").ControlPath);
        return ProcessTree.Where(pid => ProcessTree.CommandLine(pid) is var line
            && line.Contains($"/{socket}", StringComparison.Ordinal) && line.Contains("ControlMaster=yes", StringComparison.Ordinal));
    }

    private IHosts Through(PausingProxy proxy, Func<HostsOptions, HostsOptions>? change = null) => machine.NewPool(
        options => (change ?? (same => same))(options with { KnownHostsFile = machine.Server.KnownHostsFor(proxy.Port) }));

    private async Task RefusedAsync(ConnectFailedReason reason, Func<HostsOptions, HostsOptions> change)
    {
        await using var pool = machine.NewPool(change);

        var fault = await FaultAsync(pool.Get(machine.Address));

        Assert.Equal((reason, false), (fault.Reason, fault.MayHaveRun));
        Assert.Equal(machine.Address, fault.Host);
    }

    private async Task<HostConnectionException> FaultAsync(IHost host)
    {
        var mark = machine.NewPath();
        var fault = await Assert.ThrowsAsync<HostConnectionException>(() => host.RunAsync(new HostCommand("touch", mark), default));
        Assert.False(File.Exists(mark));
        return fault;
    }
}
