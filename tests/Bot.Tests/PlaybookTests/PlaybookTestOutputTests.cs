using System.Text.Json;
using Nightshift.Bot.PlaybookTests;
using Nightshift.Bot.Tests.Fakes;
using Nightshift.Runs;
using Nightshift.Runs.Faults;

namespace Nightshift.Bot.Tests.PlaybookTests;

public sealed class PlaybookTestOutputTests
{
    private static readonly StepPath Step = new("tablet 127.0.0.1:10921/drain/leaders away");

    [Fact]
    public void Text_NotSurvived_NamesFaultStepAndProblem()
    {
        using var written = new StringWriter();
        var output = new TextTestOutput(written, TextWriter.Null);

        output.Case(3, 14, Step, FaultKind.ReplyLost, Case(["auto_failover is false"]));
        output.Ended(14, 12, 1);

        Assert.Contains("[3/14] reply-lost at 'tablet 127.0.0.1:10921/drain/leaders away': failed in 12 s", written.ToString(), StringComparison.Ordinal);
        Assert.Contains("\nNOT SURVIVED: reply-lost at 'tablet 127.0.0.1:10921/drain/leaders away': auto_failover is false\n", written.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("14 cases, 12 survived, 1 without their step\n", written.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_OfACase_IsOneLine()
    {
        using var written = new StringWriter();
        var output = new JsonTestOutput(written, TextWriter.Null);

        output.Case(3, 14, Step, FaultKind.ReplyLost, Case(["auto_failover is false"]));
        output.Ended(14, 13, 0);

        var lines = written.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(("case", "reply-lost", false), (lines[0].GetProperty("event").GetString(), lines[0].GetProperty("fault").GetString(), lines[0].GetProperty("survived").GetBoolean()));
        Assert.Equal("auto_failover is false", lines[0].GetProperty("problems")[0].GetString());
        Assert.Equal((14, 13), (lines[1].GetProperty("cases").GetInt32(), lines[1].GetProperty("survived").GetInt32()));
    }

    private static TestCase Case(IReadOnlyList<string> problems) =>
        new([PlannedFault.At(Step, FaultKind.ReplyLost)], SampleRuns.Run(RunState.Failed), 0, problems, TimeSpan.FromSeconds(12));
}
