using Nightshift.Runs;

namespace Nightshift.Clusters.Tests.Guards;

public sealed class RunInHandTests
{
    private static readonly DateTimeOffset T0 = DateTimeOffset.UnixEpoch;

    [Fact]
    public void Nodes_BetweenTwoStepsOfANode_HasItInHandSinceItsFirst()
    {
        var node = Assert.Single(Of(Step("tablets", 0), Step("tablet a:1/drain/check", 1), Step("tablet a:1/drain/survey", 2)).Nodes);
        Assert.Equal(new NodeInHand("a:1", T0.AddMinutes(1)), node);
    }

    [Fact]
    public void Nodes_NextOneBegun_HasThatAlone() =>
        Assert.Equal("b:1", Assert.Single(Of(Step("tablet a:1/return/as before", 1, wayOut: true), Step("tablet b:1/drain/check", 2)).Nodes).Name);

    [Fact]
    public void Nodes_Several_OfWhichOneIsHome_HasTheOthers()
    {
        var run = Of(
            Step("a:1/drain/check", 1), Step("b:1/drain/check", 2), Step("c:1/drain/check", 3, StepState.Running), Step("a:1/return/as before", 4, wayOut: true), Step("b:1/stop/stop process", 5));
        Assert.Equal(["b:1", "c:1"], run.Nodes.Select(node => node.Name).Order());
    }

    [Fact]
    public void Nodes_InsideAnotherScope_AreFound() => Assert.Equal("a:1", Assert.Single(Of(Step("canary/tablet a:1/drain/check", 1, StepState.AwaitingDecision)).Nodes).Name);

    [Fact]
    public void Nodes_NoScopeOfANode_AreNone() => Assert.Empty(Of(Step("recover/copies", 1), Step("tablets", 2), Step("check a:1", 3)).Nodes);

    [Fact]
    public void Nodes_ComponentOfTwoWords_IsTheNodeBehindThem() =>
        Assert.Equal("a:1", Assert.Single(Of(Step("replica server a:1/drain/check", 1), Step("replica server a:1/drain/survey", 2)).Nodes).Name);

    [Fact]
    public void FirstResult_SeveralScopes_IsOfTheFirst() =>
        Assert.Equal("1", Of(Step("tablet a:1/drain/survey", 1) with { Result = "1" }, Step("tablet b:1/drain/survey", 2) with { Result = "2" }).FirstResult("survey"));

    private static RunInHand Of(params StepView[] steps) => new(() => Runs.View(1, RunState.Running, steps: steps), ["tablet", "replica server"], TimeProvider.System);

    private static StepView Step(string path, int minute, StepState state = StepState.Done, bool wayOut = false) => new(
        new StepPath(path), StepKind.Effect, path, state, wayOut, false, [new StepAttemptView(1, T0.AddMinutes(minute), null, null)], null, null, null, []);
}
