using Nightshift.Chat.Tests.Fakes;
using Nightshift.Clusters;
using Nightshift.Runs;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace Nightshift.Chat.Tests.Service;

public sealed class CompletionTests
{
    private readonly ChatBox _box = new();

    [Fact]
    public async Task Complete_CommandBegun_ListsOnlyWhatThePersonMayUse()
    {
        Assert.Equal(["/help "], await _box.Complete("/", "guest"));
        Assert.Equal(["/run ", "/runs "], await _box.Complete("/ru", "oncall"));
        Assert.Equal(["/upgrade ", "/upgrade tablet "], await _box.Complete("/upg"));
        Assert.Empty(await _box.Complete("/upg", "oncall"));
        Assert.Empty(await _box.Complete("/", "mallory"));
        Assert.Empty(await _box.Complete("status"));
    }

    [Fact]
    public async Task Complete_ClusterOfAReadingCommand_IsFilteredByRights()
    {
        Assert.Equal(["/status prod", "/status test"], await _box.Complete("/status "));
        Assert.Equal(["/tables prod"], await _box.Complete("/tables "));
        Assert.Equal(["/status test"], await _box.Complete("/status te"));
    }

    [Fact]
    public async Task Complete_Arguments_KeepsWhatWasTyped()
    {
        var box = new ChatBox("prod");

        Assert.Equal(["/upgrade tablet all", "/upgrade tablet prod1:10921", "/upgrade tablet prod2:10921"], await box.Complete("/upgrade tablet "));
        Assert.Equal(["/upgrade tablet prod1:10921,prod2:10921"], await box.Complete("/upgrade tablet prod1:10921,"));
        Assert.Equal(["/upgrade tablet  all 0.9.2", "/upgrade tablet  all 0.9.3"], await box.Complete("/upgrade tablet  all 0."));
        Assert.Equal(["/upgrade tablet --version 0.9.3"], await box.Complete("/upgrade tablet --version 0.9.3"));
        Assert.Equal(["/upgrade tablet all --mon"], await box.Complete("/upgrade tablet all --m"));
        Assert.Equal(["/upgrade tablet --version 0.9.3 all"], await box.Complete("/upgrade tablet --version 0.9.3 al"));
    }

    [Fact]
    public async Task Complete_SeveralClusters_TakesTheOneThatIsNamed()
    {
        Assert.Empty(await _box.Complete("/upgrade tablet "));
        Assert.Equal(["/upgrade tablet --on prod"], await _box.Complete("/upgrade tablet --on "));
        Assert.Equal(["/upgrade tablet --on prod prod1:10921", "/upgrade tablet --on prod prod2:10921"], await _box.Complete("/upgrade tablet --on prod p"));
        Assert.Empty(await _box.Complete("/upgrade tablet --on test t"));
    }

    [Fact]
    public async Task Complete_WordWithQuotes_ProposesNothingWrong()
    {
        Assert.Empty(await new ChatBox("prod").Complete("/upgrade tablet \"al\""));
        Assert.Empty(await new ChatBox("prod").Complete("/upgrade tablet \"al"));
    }

    [Fact]
    public async Task Complete_Runs_AreThoseOfClustersWithTheRight()
    {
        _box.Runs.ListAsync(0, default).ReturnsForAnyArgs(
            [Samples.Summary(31), Samples.Summary(32, cluster: "test"), Samples.Summary(33, RunState.Succeeded), Samples.Summary(41)]);

        Assert.Equal(["/approve 31", "/approve 41"], await _box.Complete("/approve ", "oncall"));
        Assert.Equal(["/approve 31"], await _box.Complete("/approve 3", "oncall"));
        Assert.Empty(await _box.Complete("/approve 31 ", "oncall"));
    }

    [Fact]
    public async Task Complete_WhatCannotBeAsked_IsNothingAndNotAnError()
    {
        _box.Runs.ListAsync(0, default).ThrowsAsyncForAnyArgs(new InvalidOperationException("disk full"));
        var box = new ChatBox("prod");
        box.Prod.NodeNamesAsync(typeof(INode), default).ThrowsAsyncForAnyArgs(new TimeoutException("no answer"));

        Assert.Empty(await _box.Complete("/approve "));
        Assert.Empty(await box.Complete("/upgrade tablet p"));
        Assert.Empty(await box.Complete("/upgrade tablet --on a --on b "));
    }
}
