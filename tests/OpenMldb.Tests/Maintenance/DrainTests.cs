using Nightshift.OpenMldb.Tests.Maintenance.Support;
using Nightshift.Onebox.Faults;
using Nightshift.Runs;
using Xunit.Abstractions;

namespace Nightshift.OpenMldb.Tests.Maintenance;

public sealed class DrainTests(SharedCluster shared, ITestOutputHelper output) : IClassFixture<SharedCluster>
{
    [Fact]
    public async Task Upgrade_UnderWrites_LosesNothingAndLeavesAllAsBefore() =>
        Assert.Null(await new Scenario(shared, output).Run());

    [Fact]
    public async Task Upgrade_WritersThatNeverLook_LosesNothing() =>
        Assert.Null(await new Scenario(shared, output) { Stubborn = true, Tablet = 1 }.Run());

    [Fact]
    public async Task Upgrade_ReplicationLags_LosesNothing()
    {
        foreach (var tablet in shared.Cluster.Tablets) tablet.Faults.Add(new Fault("lag", FaultKind.ReplicationLag, DelayMs: 60));
        Assert.Null(await new Scenario(shared, output) { Keep = true }.Run());
    }

    /// <summary>Such writers may make a move impossible; what may never happen is a lost write or a partition left behind.</summary>
    [Fact]
    public async Task Upgrade_ReplicationLagsAndWritersNeverLook_LosesNothing()
    {
        await shared.Quiet();
        foreach (var tablet in shared.Cluster.Tablets) tablet.Faults.Add(new Fault("lag", FaultKind.ReplicationLag, DelayMs: 40));
        var thrown = await new Scenario(shared, output) { Keep = true, Stubborn = true, Tablet = 1 }.Run();
        if (thrown is not null) Assert.IsType<RunAbandonedException>(thrown);
    }

    [Fact]
    public async Task Upgrade_FailoverTurnsItselfOnMeanwhile_IsHeldOffAgain()
    {
        await shared.Quiet();
        var scenario = new Scenario(shared, output);
        var meddling = Task.Run(async () =>
        {
            await Wait.Until(() => Task.FromResult(scenario.Journal.Results.Keys.Any(k => k.EndsWith("drain/survey", StringComparison.Ordinal))), "the survey");
            await shared.Cluster.Client.Nameserver.ConfSet("auto_failover", "true", default);
        });
        var thrown = await scenario.Run();
        await meddling;
        if (thrown is not null) Assert.IsType<RunAbandonedException>(thrown);
    }

    [Fact]
    public async Task Drain_FollowerThatIsNotFed_IsRefusedAndUndone()
    {
        await shared.Quiet();
        var options = shared.Cluster.Options;
        shared.Cluster.Options = options with { MoveDeadline = TimeSpan.FromSeconds(3), LagBeforeMove = 5 };
        foreach (var tablet in shared.Cluster.Tablets) tablet.Faults.Add(new Fault("stuck", FaultKind.ReplicationStuck, "shared"));
        try
        {
            Assert.IsType<RunAbandonedException>(await new Scenario(shared, output) { Keep = true }.Run());
        }
        finally
        {
            shared.Cluster.Options = options;
        }
    }

    [Fact]
    public async Task Upgrade_SingleReplicas_AreCopiedAndTheCopiesDeleted() =>
        Assert.Null(await new Scenario(shared, output) { AllowSingleReplica = false, Tablet = 2 }.Run());

    [Fact]
    public async Task Upgrade_RejoinByOp_LosesNothing()
    {
        var options = shared.Cluster.Options;
        shared.Cluster.Options = options with { Rejoin = Nightshift.OpenMldb.Maintenance.RejoinMethod.RecoverTable };
        try
        {
            Assert.Null(await new Scenario(shared, output) { Tablet = 1 }.Run());
        }
        finally
        {
            shared.Cluster.Options = options;
        }
    }

    [Theory]
    [InlineData("leaders away")]
    [InlineData("drain/rejoin")]
    [InlineData("take out of service")]
    [InlineData("stop process")]
    [InlineData("registration gone")]
    [InlineData("install")]
    [InlineData("tablet/start")]
    [InlineData("catch up/load")]
    [InlineData("catch up/catch up")]
    public async Task Abort_AtAnyStep_BringsEverythingBack(string step)
    {
        var thrown = await new Scenario(shared, output) { AbortAt = step }.Run();
        if (thrown is not null) Assert.IsType<RunAbandonedException>(thrown);
    }

    /// <summary>A partition that had one replica has two meanwhile, and its old leader is nobody's follower yet.</summary>
    [Theory]
    [InlineData("drain/add replicas")]
    [InlineData("single replicas away/list")]
    [InlineData("single replicas away/offsets stand")]
    [InlineData("drain/rejoin")]
    [InlineData("take out of service")]
    public async Task Abort_WithSingleReplicasCopied_BringsEverythingBack(string step)
    {
        var thrown = await new Scenario(shared, output) { AbortAt = step, AllowSingleReplica = false, Tablet = 2 }.Run();
        if (thrown is not null) Assert.IsType<RunAbandonedException>(thrown);
    }

    [Theory]
    [InlineData(FaultKind.OpFail, "kChangeLeaderOP", 1)]
    [InlineData(FaultKind.OpFail, "kSelectLeader", 2)]
    [InlineData(FaultKind.OpHang, "kChangeLeaderOP", 1)]
    [InlineData(FaultKind.ReplyLost, "ChangeLeader", 2)]
    [InlineData(FaultKind.ReplyLost, "UpdateTableAliveStatus", 3)]
    [InlineData(FaultKind.ReplyLost, "SetTablePartition", 1)]
    [InlineData(FaultKind.RequestLost, "ChangeLeader", 1)]
    public async Task Upgrade_NameserverFaults_AreMadeUpFor(string kind, string match, int count)
    {
        await shared.Quiet();
        foreach (var nameserver in shared.Cluster.Nameservers) nameserver.Faults.Add(new Fault("f", kind, match, count));
        Assert.Null(await new Scenario(shared, output) { Keep = true, Retries = 2 }.Run());
    }

    [Theory]
    [InlineData(FaultKind.ReplyLost, "ChangeRole", 3)]
    [InlineData(FaultKind.ReplyLost, "LoadTable", 3)]
    [InlineData(FaultKind.ReplyLost, "AddReplica", 2)]
    [InlineData(FaultKind.LoadFail, "shared", 1)]
    [InlineData(FaultKind.LoadSlow, "shared", 2)]
    public async Task Upgrade_TabletFaults_AreMadeUpFor(string kind, string match, int count)
    {
        await shared.Quiet();
        foreach (var tablet in shared.Cluster.Tablets) tablet.Faults.Add(new Fault("f", kind, match, count, DelayMs: 1500));
        Assert.Null(await new Scenario(shared, output) { Keep = true, Retries = 2 }.Run());
    }

    [Fact]
    public async Task Upgrade_ReleaseThatDoesNotStart_IsRolledBack()
    {
        await shared.Quiet();
        shared.Cluster.Tablets[0].Faults.Add(new Fault("crash", FaultKind.StartCrash, Count: 1));
        Assert.IsType<RunAbandonedException>(await new Scenario(shared, output) { Keep = true }.Run());
        Assert.Equal("0.9.2-onebox", shared.Cluster.Tablets[0].Version);
    }
}
