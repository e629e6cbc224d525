using Nightshift.Clusters;
using Nightshift.Hosts;
using Nightshift.Pegasus.Processes;

namespace Nightshift.Pegasus.Tests.Processes;

/// <summary>Stopped means that the processes are gone and nobody listens.</summary>
public sealed partial class ServerProcessControlTests
{
    [Fact]
    public async Task Stop_Script_SeesTheProcessGone()
    {
        _host.Run(ScriptedHost.Replica(7));
        _host.Command = _ =>
        {
            _host.End(7);
            return ScriptedHost.Exited("stopped");
        };

        Assert.Equal([7], (await Stop()).Select(process => process.Pid));
        Assert.Equal(["/opt/pegasus/stop.sh"], _host.Commands);
        Assert.Empty(_host.Signals);
    }

    [Fact]
    public async Task Stop_NothingRuns_RunsNothing()
    {
        Assert.Empty(await Stop());
        Assert.Empty(_host.Commands);
    }

    [Fact]
    public async Task Stop_NothingIsSeenButSomebodyListens_IsNotCalledStopped()
    {
        _host.HiddenSockets = 1;

        Assert.Contains("a process that this login may not see listens on port 34801", (await Assert.ThrowsAsync<ProcessControlException>(Stop)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_OrphanThatTheScriptDoesNotKnow_IsTerminatedOnce()
    {
        _host.Run(ScriptedHost.Replica(7));
        _host.Command = _ => ScriptedHost.Exited("no pid file");
        _host.Killed = process => _host.End(process.Pid);

        await Stop();

        Assert.Equal([(7, HostSignal.Terminate)], _host.Signals);
    }

    [Fact]
    public async Task Stop_ScriptWithoutItsPidFileSaysNo_TerminatesTheOrphan()
    {
        _host.Run(ScriptedHost.Replica(7));
        _host.Command = _ => ScriptedHost.Exited("it is not running", 1);
        _host.Killed = process => _host.End(process.Pid);

        await Control(server => server with { Control = server.Control with { IsScript = true } }).StopAsync("s1", _waits.Add, default);

        Assert.Equal([(7, HostSignal.Terminate)], _host.Signals);
        Assert.Contains("waits for process 7 of replica server db1:34801 to be gone (replica server db1:34801: stop.sh ended with 1: it is not running)", _waits);
    }

    [Fact]
    public async Task Stop_ToolOfTheSiteRefuses_TerminatesNothing()
    {
        _host.Run(ScriptedHost.Replica(7));
        _host.Command = _ => ScriptedHost.Exited("the cluster is locked", 1);

        Assert.Contains("the cluster is locked", (await Assert.ThrowsAsync<ProcessControlException>(Stop)).Message, StringComparison.Ordinal);
        Assert.Empty(_host.Signals);
    }

    [Fact]
    public async Task Stop_CommandFailsAndTheProcessIsGone_IsStopped()
    {
        _host.Run(ScriptedHost.Replica(7));
        _host.Command = _ =>
        {
            _host.End(7);
            return ScriptedHost.Exited("it was gone already", 1);
        };

        Assert.Single(await Stop());
    }

    [Fact]
    public async Task Stop_UnitThatIsStartedAgainByItself_IsStoppedAlthoughNoProcessIsSeen()
    {
        var state = "LoadState=loaded\nActiveState=activating\nSubState=auto-restart\nMainPID=0\nResult=exit-code\n";
        _host.Unit = () => state;
        _host.Command = _ =>
        {
            state = AtRest;
            return ScriptedHost.Exited("");
        };

        await Control(Systemd).StopAsync("s1", _waits.Add, default);

        Assert.Equal(["sudo -n systemctl --no-ask-password stop -- pegasus.service"], _host.Commands);
    }
}
