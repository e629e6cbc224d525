using Nightshift.Onebox.Deployment;
using Nightshift.Onebox.Deployment.Processes;
using Nightshift.Onebox.Faults;

namespace Nightshift.Onebox.Tests.Deployment;

/// <summary>The contract of <c>bin/start.sh</c>: texts, exit codes, pid files.</summary>
public sealed class StartScriptTests : IDisposable
{
    private readonly GatewayDeployment _gateway = new();

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task Start_TooFewArguments_PrintsUsageAndFails()
    {
        var run = await _gateway.Script("start");

        Assert.Equal(1, run.Exit);
        Assert.StartsWith("Usage: start.sh start/stop/restart <component> [mon]\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(4, run.Output.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public async Task Start_UnknownComponent_NamesTheKnownOnes()
    {
        var run = await _gateway.Script("start", "spark");

        Assert.Equal(1, run.Exit);
        Assert.Equal("No component named spark in [tablet tablet2 nameserver apiserver taskmanager standalone_tablet standalone_nameserver "
            + "standalone_apiserver data_collector synctool]\n", run.Output);
    }

    [Fact]
    public async Task Start_WithoutConfiguration_SaysInvalidLogDir()
    {
        var run = await _gateway.Script("start", "tablet");

        Assert.Equal((1, "Invalid log dir\n"), (run.Exit, run.Output));
    }

    [Fact]
    public async Task Script_UnknownOperation_ComplainsAndExitsZero()
    {
        var run = await _gateway.Script("status", "apiserver");

        Assert.Equal((0, "", "Only support {start|stop|restart}\n"), (run.Exit, run.Output, run.Error));
    }

    [Fact]
    public async Task StartAndStop_Server_RunsFromBinAndLeavesNothing()
    {
        var start = await _gateway.Script("start", "apiserver");

        var server = Assert.Single(_gateway.Servers);
        Assert.Equal(0, start.Exit);
        Assert.StartsWith("Starting apiserver ... \n" + $"process pid is {server.Pid}\n", start.Output, StringComparison.Ordinal);
        Assert.EndsWith("Start apiserver success\n", start.Output, StringComparison.Ordinal);
        Assert.Equal($"{server.Pid}", (await File.ReadAllTextAsync(_gateway.Node.PidFile())).Trim());
        Assert.Equal(_gateway.Node.Executable(), new FileInfo($"/proc/{server.Pid}/exe").LinkTarget);

        var again = await _gateway.Script("start", "apiserver");
        Assert.Equal(0, again.Exit);
        Assert.Contains($"apiserver already running as process {server.Pid} ", again.Output, StringComparison.Ordinal);
        Assert.Equal([server], _gateway.Servers);

        var stop = await _gateway.Script("stop", "apiserver");
        Assert.Equal((0, "Stopping apiserver ... \nStop apiserver success\n"), (stop.Exit, stop.Output));
        Assert.False(_gateway.HasPidFile);
        await Eventually.True("the server is gone", () => _gateway.Servers.Count == 0);
    }

    [Fact]
    public async Task Stop_WithoutPidFile_SaysSoAndSucceeds()
    {
        var run = await _gateway.Script("stop", "apiserver");

        Assert.Equal((0, "Stopping apiserver ... \nno apiserver to stop (could not find file ./bin/apiserver.pid)\nStop apiserver success\n"),
            (run.Exit, run.Output));
    }

    [Fact]
    public async Task Start_ServerThatCrashes_SaysFailedButExitsZeroWithoutPidFile()
    {
        FaultFile.In(_gateway.Node.Directory).Add(new Fault("crash", FaultKind.StartCrash));

        var run = await _gateway.Script("start", "apiserver");

        Assert.Equal(0, run.Exit);
        Assert.Contains("curl server status failed, retry later\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("Start apiserver failed! Please check log in ./logs/apiserver[_mon].log and ./logs/apiserver.INFO ", run.Output,
            StringComparison.Ordinal);
        Assert.False(_gateway.HasPidFile);
    }

    [Fact]
    public async Task Start_SlowServer_IsReportedFailedButRunsOnWithoutPidFile()
    {
        FaultFile.In(_gateway.Node.Directory).Add(new Fault("slow", FaultKind.StartSlow, DelayMs: 60_000));
        _gateway.Pause("ONEBOX_RETRIES", "2");

        var start = await _gateway.Script("start", "apiserver");
        var stop = await _gateway.Script("stop", "apiserver");

        Assert.Equal(0, start.Exit);
        Assert.Contains("Start apiserver failed!", start.Output, StringComparison.Ordinal);
        Assert.Contains("no apiserver to stop", stop.Output, StringComparison.Ordinal);
        Assert.Single(_gateway.Servers);
    }

    [Fact]
    public async Task Start_AfterKill_ReplacesTheStalePidFile()
    {
        await _gateway.Script("start", "apiserver");
        var first = Assert.Single(_gateway.Servers);
        Signals.Send(first, Signals.Kill);
        await Eventually.True("the server is gone", () => _gateway.Servers.Count == 0);
        Assert.True(_gateway.HasPidFile);

        var start = await _gateway.Script("start", "apiserver");

        Assert.EndsWith("Start apiserver success\n", start.Output, StringComparison.Ordinal);
        Assert.NotEqual(first, Assert.Single(_gateway.Servers));
    }

    [Fact]
    public async Task Restart_RunningServer_StopsAndStarts()
    {
        _gateway.Pause("ONEBOX_PAUSE_RESTART", "0.2");
        await _gateway.Script("start", "apiserver");
        var first = Assert.Single(_gateway.Servers);

        var run = await _gateway.Script("restart", "apiserver");

        Assert.Equal(0, run.Exit);
        Assert.Contains("Stop apiserver success\nStarting apiserver ... \n", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("Start apiserver success\n", run.Output, StringComparison.Ordinal);
        Assert.NotEqual(first, Assert.Single(_gateway.Servers));
    }

    [Fact]
    public async Task Mon_ServerDies_StartsItAgainUntilStopped()
    {
        _gateway.Pause("ONEBOX_MON_SLEEP", "0.1");
        var start = await _gateway.Script("start", "apiserver", "mon");
        Assert.Matches(@"mon pid is \d+, process pid is \d+, check \d+ status\n", start.Output);
        Assert.EndsWith("Start apiserver success\n", start.Output, StringComparison.Ordinal);
        Assert.True(_gateway.HasPidFile && File.Exists(_gateway.Node.PidFile() + ".child"));
        var first = Assert.Single(_gateway.Servers);

        Signals.Send(first, Signals.Kill);
        await Eventually.True("another server runs", () => _gateway.Servers.Any(server => server != first));

        var stop = await _gateway.Script("stop", "apiserver");
        Assert.EndsWith("Stop apiserver success(mon mode)\n", stop.Output, StringComparison.Ordinal);
        await Eventually.True("mon and server are gone", () => ProcessTable.Under(_gateway.Node.Directory).Count == 0);
    }
}
