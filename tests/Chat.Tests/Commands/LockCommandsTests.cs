using Nightshift.Chat.Replies;
using Nightshift.Chat.Tests.Fakes;
using Nightshift.Clusters;
using Nightshift.Runs;
using NSubstitute;

namespace Nightshift.Chat.Tests.Commands;

public sealed class LockCommandsTests
{
    private readonly ChatBox _box = new();

    public LockCommandsTests()
    {
        _box.Locks.LockAsync("", default, "", "", default).ReturnsForAnyArgs(Answer.Yes("locked"));
        _box.Locks.UnlockAsync("", default, "", false, default).ReturnsForAnyArgs(Answer.Yes("free"));
    }

    [Fact]
    public async Task Lock_WithAReason_IsPassedOnWithPersonAndChannel()
    {
        Assert.Equal("locked", Assert.IsType<Reply.Text>(await _box.Say("/lock prod disk of node 3 is replaced")).Content);
        await _box.Locks.Received().LockAsync("prod", Samples.Operator.Id, "cli", "disk of node 3 is replaced", Arg.Any<CancellationToken>());
    }

    [Theory]
    [InlineData("/unlock prod", false)]
    [InlineData("/unlock prod --force", true)]
    [InlineData("/unlock --force prod", true)]
    public async Task Unlock_WithOrWithoutForce_IsPassedOn(string text, bool force)
    {
        Assert.Equal("free", Assert.IsType<Reply.Text>(await _box.Say(text)).Content);
        await _box.Locks.Received().UnlockAsync("prod", Samples.Operator.Id, "cli", force, Arg.Any<CancellationToken>());
    }

    [Theory]
    [InlineData("/lock", "usage: /lock <cluster> <reason…>")]
    [InlineData("/lock prod", "say why: /lock prod <reason…>")]
    [InlineData("/lock prod \" \"", "say why: /lock prod <reason…>")]
    [InlineData("/lock other why", "no cluster is called 'other'; there is prod, test")]
    [InlineData("/lock test why", "operator may not lock on test; nobody may, by the configured rights")]
    [InlineData("/unlock", "usage: /unlock <cluster> [--force]")]
    [InlineData("/unlock prod now", "usage: /unlock <cluster> [--force]")]
    [InlineData("/unlock prod --forced", "usage: /unlock <cluster> [--force]")]
    [InlineData("/unlock test --force", "operator may not unlock on test; nobody may, by the configured rights")]
    public async Task Locks_WrongRequest_IsRefusedAndNothingIsDone(string text, string expected)
    {
        Assert.Equal(expected, await _box.Refusal(text));
        Assert.Empty(_box.Locks.ReceivedCalls());
    }

    [Fact]
    public async Task Lock_LongReason_IsRefused() => Assert.Equal("the reason is longer than 500 characters", await _box.Refusal($"/lock prod {new string('x', 501)}"));

    [Fact]
    public async Task Lock_Refused_IsARefusal()
    {
        _box.Locks.LockAsync("", default, "", "", default).ReturnsForAnyArgs(Answer.No("run 7 has it"));
        Assert.Equal("run 7 has it", await _box.Refusal("/lock prod why"));
    }

    [Fact]
    public async Task Complete_ClusterThenForce_AreProposed()
    {
        Assert.Equal(["/unlock prod"], await _box.Complete("/unlock p"));
        Assert.Equal(["/unlock prod --force"], await _box.Complete("/unlock prod "));
        Assert.Equal(["/lock prod"], await _box.Complete("/lock "));
    }

    [Fact]
    public async Task Status_LockedCluster_SaysByWhomSinceWhenAndWhoWaits()
    {
        _box.Prod.StatusAsync(default).ReturnsForAnyArgs(new ClusterStatus("prod", "openmldb", Health.Healthy, [], new Dictionary<string, string>(), "all well"));
        Assert.Equal("all well", Assert.IsType<Reply.Table>(await _box.Say("/status prod")).Summary);

        _box.Locks.FindAsync("prod", Arg.Any<CancellationToken>()).Returns(new ClusterLockView("prod", null, Samples.OnCall.Id, "disk", DateTimeOffset.UnixEpoch));
        _box.Runs.ListAsync(0, default).ReturnsForAnyArgs(
        [
            Samples.Summary(9, RunState.Queued) with { Reason = "waits for run 8 (/upgrade), which has cluster prod" },
            Samples.Summary(8, RunState.Queued) with { Reason = "waits for the lock of oncall (\"disk\"), since 1970" },
            Samples.Summary(7, RunState.Queued, "test"), Samples.Summary(6, RunState.Running),
        ]);

        Assert.Equal(
            "all well; LOCKED by oncall since 1970-01-01 00:00:00 UTC: disk; run 8 waits for the lock of oncall (\"disk\"), since 1970; run 9 waits for run 8 (/upgrade), which has cluster prod",
            Assert.IsType<Reply.Table>(await _box.Say("/status prod")).Summary);
    }

    [Fact]
    public async Task Status_RunHasTheCluster_NamesIt()
    {
        _box.Prod.StatusAsync(default).ReturnsForAnyArgs(new ClusterStatus("prod", "openmldb", Health.Healthy, [], new Dictionary<string, string> { ["auto_failover"] = "true" }, "all well"));
        _box.Locks.FindAsync("prod", Arg.Any<CancellationToken>()).Returns(new ClusterLockView("prod", new RunId(7), null, "/upgrade tablet all", DateTimeOffset.UnixEpoch));
        _box.Runs.ListAsync(0, default).ReturnsForAnyArgs([Samples.Summary(7, RunState.Queued)]);

        Assert.Equal(
            "all well; auto_failover = true; run 7 has it since 1970-01-01 00:00:00 UTC: /upgrade tablet all",
            Assert.IsType<Reply.Table>(await _box.Say("/status prod")).Summary);
    }
}
