using Nightshift.Clusters;
using Nightshift.Hosts;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Processes;
using Nightshift.OpenMldb.Tests.Support;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace Nightshift.OpenMldb.Tests.Processes;

public sealed class NodeProcessControlTests
{
    private static readonly DetachedId Id = new("step-1");
    private readonly ScriptedHost _host = new();
    private readonly IServerPages _pages = Substitute.For<IServerPages>();
    private readonly List<string> _waits = [];
    private readonly NodeProcessControl _control;

    public NodeProcessControlTests()
    {
        _pages.Health(default, default).ReturnsForAnyArgs(true);
        _pages.Version(default, default).ReturnsForAnyArgs("0.9.3-c5ffa752");
        var node = new NodeDeployment("tablet", Endpoint.Parse("db1:10921"), _host, ScriptedHost.Root);
        _control = new NodeProcessControl(node, _pages, new FakeDirectory(), new InstantTime());
    }

    [Fact]
    public async Task Start_ScriptSucceeds_TellsProcessAndVersion()
    {
        _host.Script = Starts(7);

        var started = await Start();

        Assert.Equal(7, started.Process.Pid);
        Assert.Equal("0.9.3-c5ffa752", started.Version);
        Assert.Equal(["/opt/openmldb/bin/start.sh start tablet"], _host.Scripts);
    }

    [Fact]
    public async Task Start_Mon_StartsUnderTheMonitor()
    {
        _host.Script = _ =>
        {
            _host.Run(ScriptedHost.Monitor(6));
            _host.Run(ScriptedHost.Tablet(7));
            return ScriptedHost.Exited("Start tablet success");
        };

        Assert.Equal(7, (await Start(mon: true)).Process.Pid);
        Assert.Equal(["/opt/openmldb/bin/start.sh start tablet mon"], _host.Scripts);
    }

    [Fact]
    public async Task Start_ScriptSaysFailedButTheProcessLives_BelievesTheKernel()
    {
        _host.Script = Starts(7, "\u001b[31mStart tablet failed! Please check log\u001b[0m");

        Assert.Equal(7, (await Start()).Process.Pid);
    }

    [Fact]
    public async Task Start_ScriptSaysSuccessButNoProcess_FailsWithWhatItSaidAndTheLog()
    {
        _host.Log = "one\ntwo\nthree\nF0101 \u001b[1mcannot bind\u001b[0m\n";

        var fault = await Assert.ThrowsAsync<ProcessControlException>(() => Start());

        Assert.StartsWith("tablet db1:10921: no process is running after the start", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Start tablet success", fault.Message, StringComparison.Ordinal);
        Assert.Contains("two | three | F0101", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', fault.Message);
    }

    [Fact]
    public async Task Start_ScriptRefuses_Fails()
    {
        _host.Script = _ => ScriptedHost.Exited("\u001b[31munsupported component\u001b[0m", 1);

        var fault = await Assert.ThrowsAsync<ProcessControlException>(() => Start());

        Assert.Equal("tablet db1:10921: bin/start.sh start ended with 1: unsupported component", fault.Message);
    }

    [Fact]
    public async Task Start_Running_DoesNotRunTheScript()
    {
        _host.Run(ScriptedHost.Tablet(7));

        Assert.Equal(7, (await Start()).Process.Pid);
        Assert.Empty(_host.Scripts);
    }

    [Fact]
    public async Task Start_AgainWithTheSameId_RunsTheScriptOnce()
    {
        _host.Script = Starts(7);
        await Start();
        _host.End(7);

        await Assert.ThrowsAsync<ProcessControlException>(() => Start());

        Assert.Single(_host.Scripts);
    }

    [Fact]
    public async Task Start_ScriptLostByAReboot_LooksAtTheProcesses()
    {
        _host.Script = _ => new DetachedStatus.Died(true, CommandOutput.Empty, CommandOutput.Empty);

        var fault = await Assert.ThrowsAsync<ProcessControlException>(() => Start());

        Assert.Contains("cut short by a reboot of the host", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OtherBinaryOnDisk_StartsNothing()
    {
        _host.Digests[$"{ScriptedHost.Root}/bin/openmldb"] = Sha256Digest.Of("another"u8);

        var fault = await Assert.ThrowsAsync<ProcessControlException>(() => Start());

        Assert.Contains("install the release again", fault.Message, StringComparison.Ordinal);
        Assert.Empty(_host.Scripts);
    }

    [Fact]
    public async Task Start_NoBinary_SaysToInstall()
    {
        _host.Digests.Clear();

        Assert.Contains("install a release first", (await Assert.ThrowsAsync<ProcessControlException>(() => Start())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ProcessOfTheOldBinary_IsNotTakenForTheNew()
    {
        _host.Run(ScriptedHost.Tablet(7), Sha256Digest.Of("the old one"u8));

        Assert.Contains("process 7 runs another binary", (await Assert.ThrowsAsync<ProcessControlException>(() => Start())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_TwoProcesses_NamesBoth()
    {
        _host.Run(ScriptedHost.Tablet(7));
        _host.Run(ScriptedHost.Tablet(8));

        Assert.Contains("2 processes run in /opt/openmldb: 7, 8", (await Assert.ThrowsAsync<ProcessControlException>(() => Start())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_DiesBeforeItsBinaryIsSeen_SaysThatItDied()
    {
        _host.Script = Starts(7);
        _host.Digests["/proc/7/exe"] = ScriptedHost.Binary;
        _host.Looked = () => _host.Digests.Remove("/proc/7/exe");

        Assert.Contains("process 7 died while starting", (await Assert.ThrowsAsync<ProcessControlException>(() => Start())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_DiesWhileItDoesNotAnswer_SaysThatItDied()
    {
        _host.Script = Starts(7);
        var asked = 0;
        _pages.Health(default, default).ReturnsForAnyArgs(_ =>
        {
            if (++asked == 3) _host.End(7);
            return false;
        });

        Assert.Contains("process 7 died while starting", (await Assert.ThrowsAsync<ProcessControlException>(() => Start())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OtherVersion_IsWaitedForAndNeverAccepted()
    {
        _host.Script = Starts(7);
        _pages.Version(default, default).ReturnsForAnyArgs("0.9.31-abc");

        await CancelledAfterWaits(cancellation => _control.StartAsync(Id, false, ScriptedHost.Binary, "0.9.3", Waiting(cancellation), cancellation.Token));

        Assert.Equal("waits for tablet db1:10921 to report version 0.9.3, it reports 0.9.31-abc", _waits[^1]);
    }

    [Fact]
    public async Task Start_HealthNeverAnswers_TellsWhatItWaitsForUntilCancelled()
    {
        _host.Script = Starts(7);
        _pages.Health(default, default).ReturnsForAnyArgs(false);

        await CancelledAfterWaits(cancellation => _control.StartAsync(Id, false, ScriptedHost.Binary, "0.9.3", Waiting(cancellation), cancellation.Token));

        Assert.Equal("waits for process 7 of tablet db1:10921 to answer /health and /version (/health does not say OK)", _waits[^1]);
    }

    [Fact]
    public async Task Stop_NothingIsSeenButThePortAnswers_IsNotCalledStopped()
    {
        var fault = await Assert.ThrowsAsync<ProcessControlException>(() => _control.StopAsync(Id, _waits.Add, default));

        Assert.Contains("something listens on db1:10921", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_NothingRuns_RunsNothing()
    {
        var site = new CallSite(Operation.Health, "health", "db1:10921", Endpoint.Parse("db1:10921"), null);
        _pages.Health(default, default).ThrowsAsyncForAnyArgs(new NodeUnreachableException(site, Delivery.NotSent, "refused"));

        Assert.Empty(await _control.StopAsync(Id, _waits.Add, default));
        Assert.Empty(_host.Scripts);
    }

    [Fact]
    public async Task Stop_Monitored_StopsTheMonitorToo()
    {
        _host.Run(ScriptedHost.Monitor(6));
        _host.Run(ScriptedHost.Tablet(7));
        _host.Script = _ =>
        {
            _host.Processes.Clear();
            return ScriptedHost.Exited("Stop tablet success");
        };

        Assert.Equal([6, 7], (await _control.StopAsync(Id, _waits.Add, default)).Select(process => process.Pid));
        Assert.Equal(["/opt/openmldb/bin/start.sh stop tablet mon"], _host.Scripts);
        Assert.Empty(_host.Signals);
    }

    [Fact]
    public async Task Stop_OrphanWithoutPidFile_IsTerminatedOnceAndSeenGone()
    {
        _host.Run(ScriptedHost.Tablet(7));
        _host.Script = _ => ScriptedHost.Exited("no tablet to stop (could not find file bin/tablet.pid)");
        var looks = 0;
        _host.Looked = () =>
        {
            // It writes its data down before it goes.
            if (_host.Signals.Count > 0 && ++looks == 20) _host.End(7);
        };

        await _control.StopAsync(Id, _waits.Add, default);

        Assert.Equal([(7, HostSignal.Terminate)], _host.Signals);
        Assert.Empty(_host.Processes);
        Assert.Contains(_waits, wait => wait.StartsWith("waits for process 7 of tablet db1:10921 to be gone", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stop_MonitorStartsOneMoreOnItsWayOut_EndsThatToo()
    {
        _host.Run(ScriptedHost.Monitor(6));
        _host.Run(ScriptedHost.Tablet(7));
        _host.Script = _ => ScriptedHost.Exited("it said nothing");
        _host.Killed = (process, _) =>
        {
            _host.End(process.Pid);
            if (process.Pid == 7) _host.Run(ScriptedHost.Tablet(8));
        };

        await _control.StopAsync(Id, _waits.Add, default);

        Assert.Equal([6, 7, 8], _host.Signals.Select(signal => signal.Pid));
        Assert.Empty(_host.Processes);
    }

    [Fact]
    public async Task Stop_ProcessThatStays_IsNotCalledStopped()
    {
        _host.Run(ScriptedHost.Tablet(7));
        _host.Script = _ => ScriptedHost.Exited("Stop tablet success");

        await CancelledAfterWaits(cancellation => _control.StopAsync(Id, Waiting(cancellation), cancellation.Token));

        Assert.Contains("process 7", _waits[^1], StringComparison.Ordinal);
    }

    private Task<StartedNode> Start(bool mon = false) => _control.StartAsync(Id, mon, ScriptedHost.Binary, "0.9.3", _waits.Add, default);

    private Func<IReadOnlyList<string>, DetachedStatus> Starts(int pid, string said = "Start tablet success") => _ =>
    {
        _host.Run(ScriptedHost.Tablet(pid));
        return ScriptedHost.Exited(said);
    };

    private Action<string> Waiting(CancellationTokenSource cancellation) => sentence =>
    {
        _waits.Add(sentence);
        if (_waits.Count == 100) cancellation.Cancel();
    };

    private static async Task CancelledAfterWaits(Func<CancellationTokenSource, Task> action)
    {
        using var cancellation = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => action(cancellation));
    }
}
