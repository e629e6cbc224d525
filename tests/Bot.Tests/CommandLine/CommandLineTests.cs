using System.Diagnostics;
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
    [InlineData("--port-offset many")]
    public void Parse_WrongArguments_HasErrors(string line) => Assert.NotEmpty(RootCommandFactory.Create().Parse(line.Split(' ')).Errors);

    [Theory]
    [InlineData("")]
    [InlineData("exec /status --format json --as wei --approve-as anna")]
    [InlineData("exec /status --format JSON --dir /tmp/box --port-offset 100 --zookeeper zk:2181 --timing upstream")]
    [InlineData("--config /x.json validate")]
    [InlineData("resume --format json")]
    public void Parse_GoodArguments_HasNone(string line) =>
        Assert.Empty(RootCommandFactory.Create().Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Errors);

    [Fact]
    public async Task Program_WrongArguments_EndsWith2()
    {
        // Were it taken for a command, this configuration would keep it from starting anything.
        using var settings = new TempSettings("\"Clusters\": { \"prod\": { \"Kind\": \"openmldb\" } }");

        var (code, _, error) = await RunAsync("exec", "--no-such-option", "--config", settings.ConfigFile);

        Assert.Equal(2, code);
        Assert.Equal("there is no option --no-such-option", error.Trim());
    }

    [Fact]
    public async Task Program_WrongConfiguration_EndsWith2AndTellsEveryFault()
    {
        using var settings = new TempSettings("\"Web\": { \"Url\": \"nonsense\" }");

        var (code, _, error) = await RunAsync("validate", "--config", settings.ConfigFile);

        Assert.Equal(2, code);
        Assert.Contains("Nightshift:Web:Url", error, StringComparison.Ordinal);
        Assert.Contains("Nightshift:People", error, StringComparison.Ordinal);
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

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = AppContext.BaseDirectory };
        foreach (var argument in (string[])["exec", typeof(RootCommandFactory).Assembly.Location, .. arguments]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var error = await process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return (process.ExitCode, await output, error);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }
}
