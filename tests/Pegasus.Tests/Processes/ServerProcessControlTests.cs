using Nightshift.Clusters;
using Nightshift.Hosts;
using Nightshift.Pegasus.Processes;

namespace Nightshift.Pegasus.Tests.Processes;

public sealed partial class ServerProcessControlTests
{
    private const string AtRest = "LoadState=loaded\nActiveState=inactive\nSubState=dead\nMainPID=0\nResult=success\n";
    private readonly ScriptedHost _host = new();
    private readonly List<string> _waits = [];

    [Fact]
    public async Task Start_ScriptStartsAProcessThatListens_TellsIt()
    {
        _host.Command = Starts(7);

        Assert.Equal(7, (await Start()).Process.Pid);
        Assert.Equal(["/opt/pegasus/start.sh"], _host.Commands);
        Assert.Equal(ScriptedHost.Root, _host.Detached[0].WorkingDirectory);
    }

    [Fact]
    public async Task Start_ProcessDoesNotListenYet_WaitsUntilItDoes()
    {
        _host.Command = _ =>
        {
            _host.Run(ScriptedHost.Replica(7), listens: false);
            return ScriptedHost.Exited("started");
        };
        var looks = 0;
        _host.Looks = () =>
        {
            if (++looks == 6) _host.Listening.Add(7);
        };

        Assert.Equal(7, (await Start()).Process.Pid);
        Assert.Contains("waits for process 7 of replica server db1:34801 to listen on port 34801", _waits);
    }

    [Fact]
    public async Task Start_ProcessThatNeverListens_IsNotCalledStarted()
    {
        _host.Command = _ =>
        {
            _host.Run(ScriptedHost.Replica(7), listens: false);
            return ScriptedHost.Exited("started");
        };

        await CancelledAfterWaits(cancellation => Control().StartAsync("s1", Waiting(cancellation), cancellation.Token));
    }

    [Fact]
    public async Task Start_CommandIsOverBeforeTheProcessShows_WaitsForIt()
    {
        var looks = 0;
        _host.Looks = () =>
        {
            if (++looks == 10) _host.Run(ScriptedHost.Replica(7));
        };

        Assert.Equal(7, (await Start()).Process.Pid);
    }

    [Fact]
    public async Task Start_SaysSuccessButNoProcess_FailsWithWhatItSaidAndTheLog()
    {
        _host.Log = "one\ntwo\nthree\nF0101 cannot bind\n";

        var fault = await Assert.ThrowsAsync<ProcessControlException>(() => Start());

        Assert.StartsWith("replica server db1:34801: no process is running after the start (start.sh said: done)", fault.Message, StringComparison.Ordinal);
        Assert.Contains("/opt/pegasus/result: two | three | F0101", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_DiesBeforeItListens_SaysThatItDied()
    {
        _host.Command = _ =>
        {
            _host.Run(ScriptedHost.Replica(7), listens: false);
            return ScriptedHost.Exited("started");
        };
        var looks = 0;
        _host.Looks = () =>
        {
            if (++looks == 5) _host.End(7);
        };

        Assert.Contains("process 7 died while starting", (await Assert.ThrowsAsync<ProcessControlException>(() => Start())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_CommandFails_TellsItsWords()
    {
        _host.Command = _ => ScriptedHost.Exited("no such task", 3);

        Assert.Equal("replica server db1:34801: start.sh ended with 3: no such task", (await Assert.ThrowsAsync<ProcessControlException>(() => Start())).Message);
    }

    [Fact]
    public async Task Start_PortIsTakenByAnother_StartsNothing()
    {
        _host.Run(ScriptedHost.Process(9, "/usr/bin/nginx", "nginx"), within: false);

        Assert.Contains("process 9 (/usr/bin/nginx) listens on port 34801", (await Assert.ThrowsAsync<ProcessControlException>(() => Start())).Message, StringComparison.Ordinal);
        Assert.Empty(_host.Commands);
    }

    [Fact]
    public async Task Start_ProcessOfAnotherProgram_IsNotTakenForTheNew()
    {
        _host.Run(ScriptedHost.Replica(7), program: Sha256Digest.Of("the old one"u8));

        Assert.Contains("process 7 runs another program", (await Assert.ThrowsAsync<ProcessControlException>(() => Start())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_TwoProcesses_NamesBoth()
    {
        _host.Run(ScriptedHost.Replica(7));
        _host.Run(ScriptedHost.Replica(8), listens: false);

        Assert.Contains("2 processes of it run: 7, 8", (await Assert.ThrowsAsync<ProcessControlException>(() => Start())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_AgainWithTheSameEffect_RunsTheCommandOnce()
    {
        _host.Command = Starts(7);
        await Start();
        _host.End(7);

        await Assert.ThrowsAsync<ProcessControlException>(() => Start());

        Assert.Single(_host.Commands);
    }

    [Fact]
    public async Task Start_StopOfBeforeStillWorks_WaitsForItsEnd()
    {
        _host.Processes.Add(ScriptedHost.Process(5, "/bin/dash", "/bin/sh", "/opt/pegasus/stop.sh"));
        _host.Command = Starts(7);

        var starting = Control().StartAsync("s1", sentence =>
        {
            _waits.Add(sentence);
            if (_waits.Count == 5) _host.Processes.RemoveAll(process => process.Pid == 5);
        }, default);

        Assert.Equal(7, (await starting).Process.Pid);
        Assert.Equal("waits for '/bin/sh /opt/pegasus/stop.sh' of before (pid 5 on db1) to end", _waits[0]);
    }

    [Fact]
    public async Task Start_StopOfTheSitesToolsStillWorks_WaitsForItsEnd()
    {
        var tools = new ScriptedHost("tools") { Command = Starts(7) };
        tools.Processes.Add(ScriptedHost.Process(5, "/usr/bin/python3", "python", "/minos/deploy", "stop", "--task", "3"));
        tools.Processes.Add(ScriptedHost.Process(6, "/usr/bin/python3", "python", "/minos/deploy", "stop", "--task", "4"));

        await Control(server => server with { Control = new ServerControl(tools, new HostCommand("/minos/deploy", "start", "--task", "3"), new HostCommand("/minos/deploy", "stop", "--task", "3")) }).StartAsync(
            "s1",
            sentence =>
            {
                _waits.Add(sentence);
                if (_waits.Count == 5) tools.Processes.RemoveAll(process => process.Pid == 5);
            },
            default);

        Assert.Equal(["waits for 'python /minos/deploy stop --task 3' of before (pid 5 on tools) to end"], _waits.Distinct());
    }

    [Fact]
    public async Task Start_UnitWhoseProcessWorksElsewhere_IsFoundByItsMainPid()
    {
        var state = AtRest;
        _host.Unit = () => state;
        _host.Command = _ =>
        {
            _host.Run(ScriptedHost.Replica(7), within: false);
            state = AtRest.Replace("MainPID=0", "MainPID=7", StringComparison.Ordinal);
            return ScriptedHost.Exited("");
        };

        Assert.Equal(7, (await Control(Systemd).StartAsync("s1", _waits.Add, default)).Process.Pid);
    }

    [Fact]
    public async Task Start_CommandsOfTheSite_RunWhereTheyAreToldTo()
    {
        var tools = new ScriptedHost("tools") { Command = Starts(7) };

        await Control(server => server with { Control = new ServerControl(tools, new HostCommand("/minos/deploy", "start", "--task", "3"), new HostCommand("/minos/deploy", "stop")) }).StartAsync("s1", _waits.Add, default);

        Assert.Equal(["/minos/deploy start --task 3"], tools.Commands);
        Assert.Empty(_host.Commands);
    }

    private Func<IReadOnlyList<string>, DetachedStatus> Starts(int pid) => _ =>
    {
        _host.Run(ScriptedHost.Replica(pid));
        return ScriptedHost.Exited("started");
    };

    private Task<StartedServer> Start() => Control().StartAsync("s1", _waits.Add, default);

    private Task<IReadOnlyList<ProcessIdentity>> Stop() => Control().StopAsync("s1", _waits.Add, default);

    private ServerProcessControl Control(Func<ServerDeployment, ServerDeployment>? change = null) => new((change ?? (server => server))(Servers.Replica(_host)), new InstantTime());

    private ServerDeployment Systemd(ServerDeployment server)
    {
        var unit = new SystemdUnit(_host, "pegasus.service", Sudo: true);
        return server with { Control = new ServerControl(_host, unit.Command("start"), unit.Command("stop"), unit) };
    }

    private Action<string> Waiting(CancellationTokenSource cancellation) => sentence =>
    {
        _waits.Add(sentence);
        if (_waits.Count == 200) cancellation.Cancel();
    };

    private static async Task CancelledAfterWaits(Func<CancellationTokenSource, Task> action)
    {
        using var cancellation = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => action(cancellation));
    }
}
