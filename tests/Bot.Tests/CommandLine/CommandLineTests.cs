using Nightshift.Bot.CommandLine;
using Nightshift.Bot.Configuration;
using Nightshift.Bot.Tests.Fakes;
using Nightshift.Runs;

namespace Nightshift.Bot.Tests.CommandLine;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("exec")]
    [InlineData("exec /status /tables")]
    [InlineData("exec /status --format xml")]
    [InlineData("exec /status --as")]
    [InlineData("plan")]
    [InlineData("validate now")]
    [InlineData("exec --formt")]
    [InlineData("plan --mon")]
    [InlineData("dance")]
    [InlineData("audit verify x")]
    [InlineData("audit verify 1 2")]
    [InlineData("runs export 1")]
    [InlineData("runs replay")]
    [InlineData("--port-offset many")]
    [InlineData("playbooks test")]
    [InlineData("playbooks test x.csx --faults crash-before,thunder")]
    [InlineData("playbooks test x.csx --steps 0")]
    [InlineData("playbooks test x.csx --on-failure pray")]
    public void Parse_WrongArguments_HasErrors(string line) => Assert.NotEmpty(RootCommandFactory.Create().Parse(line.Split(' ')).Errors);

    [Theory]
    [InlineData("")]
    [InlineData("exec /status --format json --as wei --approve-as anna")]
    [InlineData("exec /status --format JSON --dir /tmp/box --port-offset 100 --zookeeper zk:2181 --timing upstream")]
    [InlineData("--config /x.json validate")]
    [InlineData("resume --format json")]
    [InlineData("playbooks check")]
    [InlineData("playbooks check a.csx b.csx")]
    [InlineData("playbooks editor")]
    [InlineData("playbooks test x.csx --faults crash-before,fails --steps 3 --on-failure abort --dir /tmp/box --port-offset 100 --format json")]
    [InlineData("audit verify")]
    [InlineData("audit verify 7 --anchor abc")]
    [InlineData("audit export #7 --out events.jsonl")]
    [InlineData("runs export 7 run.jsonl")]
    [InlineData("runs replay run.jsonl --scripts scripts")]
    public void Parse_GoodArguments_HasNone(string line) =>
        Assert.Empty(RootCommandFactory.Create().Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Errors);

    [Fact]
    public async Task Program_WrongArguments_EndsWith2()
    {
        // Were it taken for a command, this configuration would keep it from starting anything.
        using var settings = new TempSettings("\"Clusters\": { \"prod\": { \"Kind\": \"openmldb\" } }");

        var (code, _, error) = await BotProcess.RunAsync("exec", "--no-such-option", "--config", settings.ConfigFile);

        Assert.Equal(2, code);
        Assert.Equal("there is no option --no-such-option", error.Trim());
    }

    [Fact]
    public async Task Program_WrongConfiguration_EndsWith2AndTellsEveryFault()
    {
        using var settings = new TempSettings("\"Web\": { \"Url\": \"nonsense\" }");

        var (code, _, error) = await BotProcess.RunAsync("validate", "--config", settings.ConfigFile);

        Assert.Equal(2, code);
        Assert.Contains("Nightshift:Web:Url", error, StringComparison.Ordinal);
        Assert.Contains("Nightshift:People", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PlaybooksCheck_FileWithFaults_EndsWith2AndPointsAtEach()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("check-").CreateSubdirectory("openmldb").FullName, "nap.csx");
        await File.WriteAllTextAsync(file, "[Command(\"nap\", \"Sleeps\")]\nrecord Options();\n\tawait Task.Delay(5);\n");

        var (code, output, _) = await BotProcess.RunAsync("playbooks", "check", file);

        Assert.Equal(2, code);
        Assert.StartsWith($"{file}(3,8): System.Threading.Tasks.Task.Delay is not for playbooks", output, StringComparison.Ordinal);
        Assert.Contains("\n\tawait Task.Delay(5);\n\t      ^^^^^^^^^^\n1 fault\n", output, StringComparison.Ordinal);
        Directory.GetParent(Path.GetDirectoryName(file)!)!.Delete(recursive: true);
    }

    [Fact]
    public async Task PlaybooksCheck_ShippedFolder_NamesEveryPlaybook()
    {
        var (code, output, _) = await BotProcess.RunAsync("playbooks", "check");

        Assert.Equal(0, code);
        Assert.Contains("scripts/openmldb/upgrade-tablet.csx: /upgrade tablet <endpoint> <version> [--allow-single-replica] [--mon]: good\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PlaybooksTest_FaultyPlaybook_EndsWith2AndBringsNothingUp()
    {
        var (code, _, error) = await BotProcess.RunAsync("playbooks", "test", "/nowhere/x.csx");

        Assert.Equal(2, code);
        Assert.Equal("/nowhere/x.csx(1,1): there is no such file", error.Trim());
    }

    [Theory]
    [InlineData(RunState.Succeeded, 0)]
    [InlineData(RunState.Failed, 1)]
    [InlineData(RunState.Stopped, 3)]
    [InlineData(RunState.Rejected, 3)]
    [InlineData(RunState.Expired, 3)]
    public void ExitCode_OfAnEndedRun_IsAsDocumented(RunState state, int code) => Assert.Equal(code, ExecAction.ExitCodeOf(SampleRuns.Run(state)));

    [Fact]
    public async Task Guarded_FaultsOfPeople_BecomeExitCodes()
    {
        Assert.Equal(ExitCode.WrongRequest, await Guarded.RunAsync(() => throw new ConfigurationException(["a", "b"])));
        Assert.Equal(ExitCode.Failed, await Guarded.RunAsync(() => throw new OperationCanceledException()));
        Assert.Equal(ExitCode.StoppedOrRejected, await Guarded.RunAsync(() => Task.FromResult(ExitCode.StoppedOrRejected)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Guarded.RunAsync(() => throw new InvalidOperationException("a bug keeps its stack")));
    }
}
