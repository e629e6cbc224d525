using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Tests.Maintenance.Support;
using Nightshift.Runs;
using Xunit.Abstractions;

namespace Nightshift.Pegasus.Tests.Maintenance;

/// <summary>What goes wrong while a server is in maintenance: the run goes on, or fails closed with the cluster as it was and a sentence that says why.</summary>
public class FaultTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Drain_LeaderDiesMidway_SettingsAreSetAgainAndItGoesOn()
    {
        await using var rig = new Rig(output);
        var moves = 0;
        rig.Cluster.OnProposal = (_, proposals, force) =>
        {
            if (force && proposals[0].Type == ProposalType.DowngradeToInactive && Interlocked.Increment(ref moves) == 5) rig.Cluster.KillLeader(TimeSpan.FromMilliseconds(300));
        };
        var server = rig.Server();
        await using (await server.Drain())
        {
            Assert.Equal("0", rig.Cluster.Settings[MetaSetting.AddSecondaryMax]);
            Assert.Equal("3600000", rig.Cluster.Settings[MetaSetting.AssignDelayMs]);
            Assert.Equal(0, rig.Members(rig.First));
            await server.Stop();
            await server.Start();
            await server.Heal();
        }

        Assert.True(rig.Said("is set again"));
        Assert.True(rig.Cluster.FirstProposal >= rig.Services.Options.FollowLeader, $"{rig.Cluster.FirstProposal}: replica servers did not follow the new leader yet");
        await rig.AsBefore();
    }

    [Fact]
    public async Task Drain_NobodyLeadsWhenItBegins_WaitsForTheNextLeader()
    {
        await using var rig = new Rig(output);
        rig.Cluster.KillLeader(TimeSpan.FromMilliseconds(400));
        await rig.Restart();
        Assert.True(rig.Said("waits for the meta servers"));
        await rig.AsBefore();
    }

    [Fact]
    public async Task Restart_LeaderDiesWhileTheServerLoads_SettingsAreSetAgainMeanwhile()
    {
        await using var rig = new Rig(output, times: new FakeTimes { Load = TimeSpan.FromSeconds(2) });
        var server = rig.Server();
        await using (await server.Drain())
        {
            await server.Stop();
            var starting = server.Start();
            rig.Cluster.KillLeader(TimeSpan.FromMilliseconds(100));
            await Wait.Until(
                () =>
                {
                    lock (rig.Cluster.Gate)
                        return Task.FromResult(rig.Cluster.DeadMetas.Count == 1 && rig.Cluster.Leader is not null && rig.Cluster.Settings[MetaSetting.AddSecondaryMax] == "0");
                },
                "the limit to be set again");
            Assert.Equal("3600000", rig.Cluster.Settings[MetaSetting.AssignDelayMs]);
            Assert.False(starting.IsCompleted);
            await starting;
            await server.Heal();
        }

        await rig.AsBefore();
    }

    [Fact]
    public async Task Drain_NobodyTakesOver_NoMorePartitionsAreTouchedThanTwoAtATime()
    {
        await using var rig = new Rig(output, times: new FakeTimes { Round = TimeSpan.FromHours(1) }, partitions: 20);
        foreach (var server in rig.Cluster.Servers) server.IgnoresUpgrade = true;
        var draining = rig.Server().Drain();
        var most = 0;
        await Wait.Until(
            () =>
            {
                lock (rig.Cluster.Gate) most = Math.Max(most, rig.Cluster.Partitions.Values.Count(partition => partition.Config.Primary is null));
                return Task.FromResult(rig.Said("asked again"));
            },
            "a partition to be asked again");
        lock (rig.Cluster.Gate) most = Math.Max(most, rig.Cluster.Partitions.Values.Count(partition => partition.Config.Primary is null));
        Assert.Equal(2, most);
        foreach (var server in rig.Cluster.Servers) server.IgnoresUpgrade = false;
        await (await draining).DisposeAsync();
        await rig.AsBefore();
    }

    [Fact]
    public async Task Drain_LeaderDiesWhilePrimariesMove_EveryPartitionHasAPrimaryAndItGoesOn()
    {
        await using var rig = new Rig(output);
        var moves = 0;
        rig.Cluster.OnProposal = (_, _, force) =>
        {
            if (!force && Interlocked.Increment(ref moves) == 2) rig.Cluster.KillLeader(TimeSpan.FromMilliseconds(200));
        };
        await rig.Restart();
        await rig.AsBefore();
        Assert.True(rig.Said("leads now"));
    }

    [Fact]
    public async Task Drain_CureElectsTheOldPrimaryAgain_IsTriedAgain()
    {
        await using var rig = new Rig(output);
        var undone = 0;

        // The queue is thrown away between both changes, as when somebody sets the level.
        rig.Cluster.OnProposal = (_, proposals, force) =>
        {
            if (!force || proposals[0].Type != ProposalType.DowngradeToSecondary || Interlocked.Increment(ref undone) > 3) return;
            lock (rig.Cluster.Gate) rig.Cluster.ClearProposals();
        };
        await using (await rig.Server().Drain()) Assert.Equal(0, rig.Primaries(rig.First));
        await rig.AsBefore();
    }

    [Fact]
    public async Task Drain_ForcedProposalsAreDropped_TheMetaServersRoundsDoIt()
    {
        await using var rig = new Rig(output);
        rig.Cluster.Drops = (proposal, force) => force && proposal.Type is ProposalType.DowngradeToSecondary or ProposalType.DowngradeToInactive;
        await rig.Restart();
        await rig.AsBefore();
    }

    [Fact]
    public async Task Drain_EveryProposalIsDropped_FailsClosedAndSaysWhich()
    {
        await using var rig = new Rig(output);
        rig.Cluster.Drops = (proposal, _) => proposal.Type is ProposalType.DowngradeToSecondary;
        var refused = await Assert.ThrowsAsync<RunAbandonedException>(() => rig.Restart());
        Assert.Contains("is still primary of", refused.Reason, StringComparison.Ordinal);
        Assert.Contains("takes no notice", refused.Reason, StringComparison.Ordinal);
        await rig.AsBefore();
    }

    [Fact]
    public async Task Drain_SecondaryIgnoresBeingCalled_PartitionIsNotLongWithoutPrimary()
    {
        await using var rig = new Rig(output, times: new FakeTimes { Round = TimeSpan.FromHours(1) });
        rig.Cluster.Servers[1].IgnoresUpgrade = true;
        await using (var gaps = new Gaps(rig.Cluster))
        {
            await using (await rig.Server().Drain()) Assert.Equal(0, rig.Primaries(rig.First));
            Assert.True(gaps.Longest < TimeSpan.FromSeconds(2), $"{gaps.Longest}");
        }

        await rig.AsBefore();
    }

    [Fact]
    public async Task Drain_SecondariesNeverLeave_FailsClosedAndSaysWhich()
    {
        await using var rig = new Rig(output);
        rig.Cluster.Drops = (proposal, _) => proposal.Type == ProposalType.DowngradeToInactive;
        var refused = await Assert.ThrowsAsync<RunAbandonedException>(() => rig.Restart());
        Assert.Contains("takes no notice of the proposal to take 127.0.0.1:34801 out", refused.Reason, StringComparison.Ordinal);
        await rig.AsBefore();
    }

    [Fact]
    public async Task Drain_SomethingIsPendingOnAPartition_IsClearedAndGoesOn()
    {
        await using var rig = new Rig(output, times: new FakeTimes { Round = TimeSpan.FromHours(1) });
        var partition = rig.Cluster.Partitions[new Gpid(1, 0)];
        rig.Cluster.OnProposal = (id, _, force) =>
        {
            if (force || id != partition.Id) return;
            rig.Cluster.OnProposal = (_, _, _) => { };
            lock (rig.Cluster.Gate) partition.Queue.Add(new Proposal(ProposalType.Remove, partition.Config.Primary!, partition.Config.Secondaries[0]));
        };
        await using (await rig.Server().Drain()) Assert.Equal(0, rig.Primaries(rig.First));
        await rig.AsBefore();
    }

    [Fact]
    public async Task Restart_NewReleaseDiesOnStart_IsRolledBackAndHealed()
    {
        await using var rig = new Rig(output);
        rig.First.DiesOnStart = 100;
        var refused = await Assert.ThrowsAsync<RunAbandonedException>(() => rig.Restart(version: new Clusters.Release("2.5.0", "/nowhere")));
        Assert.Contains("ended while it was starting", refused.Reason, StringComparison.Ordinal);
        Assert.True(rig.Process(rig.First).RolledBack);
        Assert.Equal("2.4.0", rig.First.Version);
        await rig.AsBefore();
    }

    [Fact]
    public async Task Restart_ProcessEndsOnceWhileStarting_IsStartedAgain()
    {
        await using var rig = new Rig(output);
        rig.First.DiesOnStart = 1;
        await rig.Restart();
        Assert.Equal(3, rig.First.Starts);
        Assert.True(rig.Said("it is started once more"));
        await rig.AsBefore();
    }

    [Fact]
    public async Task Restart_ServerDoesNotComeBack_FailsClosedWithTheSettingsPutBack()
    {
        await using var rig = new Rig(output);
        rig.First.DiesOnStart = 100;
        var refused = await Assert.ThrowsAsync<RunAbandonedException>(() => rig.Restart());
        Assert.Contains("ended while it was starting", refused.Reason, StringComparison.Ordinal);
        foreach (var (name, value) in rig.Cluster.Configured) Assert.Equal(value, rig.Cluster.Settings[name]);
        Assert.All(rig.Cluster.Partitions.Values, partition => Assert.Equal(2, partition.Config.MemberCount + (partition.Config.LastDrops.IsEmpty ? -1 : 0)));
    }

    [Fact]
    public async Task Restart_AnotherServerDiesDuringTheDrain_TheServerIsNotStopped()
    {
        await using var rig = new Rig(output);
        var other = rig.Cluster.Servers[2];
        var refused = await Assert.ThrowsAsync<RunAbandonedException>(() => rig.Restart(meanwhile: () =>
        {
            rig.Cluster.Kill(other);
            return Task.CompletedTask;
        }));
        Assert.Contains("replica server 127.0.0.1:34803 does not answer", refused.Reason, StringComparison.Ordinal);
        Assert.Equal(1, rig.First.Starts);
        Assert.Equal(8, rig.Members(rig.First));
        rig.Cluster.Start(other);
        await rig.AsBefore();
    }

    [Fact]
    public async Task Restart_AnotherServerDiesWhileThisOneIsAway_ThisOneComesBackAndTheOtherIsNamed()
    {
        await using var rig = new Rig(output);
        var other = rig.Cluster.Servers[2];
        var server = rig.Server();
        var refused = await Assert.ThrowsAsync<RunAbandonedException>(async () =>
        {
            await using var drained = await server.Drain();
            await server.Stop();
            rig.Cluster.Kill(other);
            await server.Start();
            await server.Heal();
        });
        Assert.Contains("replica server 127.0.0.1:34803 is not alive", refused.Reason, StringComparison.Ordinal);
        Assert.Equal(8, rig.Members(rig.First));
        rig.Cluster.Start(other);
        await rig.AsBefore();
    }

    [Fact]
    public async Task Heal_OneLearnerHangs_TheRestIsBackAtOnceAndItIsLeftToTheMetaServer()
    {
        await using var rig = new Rig(output);
        var hangs = new Gpid(1, 0);
        rig.First.NeverLearns = id => id == hangs;
        var server = rig.Server();
        await using (await server.Drain())
        {
            await server.Stop();
            await server.Start();
            var healing = server.Heal();
            await Wait.Until(() => Task.FromResult(rig.Members(rig.First) == 7 && rig.Cluster.Settings[MetaSetting.AddSecondaryMax] == "20"), "all but one to be back, and the limit");
            Assert.False(healing.IsCompleted);
            lock (rig.Cluster.Gate)
            {
                rig.First.NeverLearns = _ => false;
                rig.First.Replicas[hangs].Status = ReplicaStatus.Inactive;
            }

            await healing;
        }

        await rig.AsBefore();
    }

    [Fact]
    public async Task Heal_ReplicaIsThrownOutOnceItWasBack_ComesBackAgain()
    {
        await using var rig = new Rig(output);
        var refused = new Gpid(1, 0);
        var server = rig.Server();
        await using (await server.Drain())
        {
            rig.First.RefusesMembership = id => id == refused;
            await server.Stop();
            await server.Start();
            var healing = server.Heal();
            await Wait.Until(() => Task.FromResult(rig.Said("are back after")), "every replica to be a member again");
            Assert.False(healing.IsCompleted);
            rig.First.RefusesMembership = _ => false;
            rig.Cluster.ThrowOut(refused, rig.First);
            await healing;
        }

        await rig.AsBefore();
    }

    [Fact]
    public async Task Restart_FifthQuickOneInARow_IsRefused()
    {
        await using var rig = new Rig(output);

        // The first one ends a process that had run for long, so it is not counted.
        for (var i = 0; i < 5; i++)
        {
            rig.Run = new TestRun(new TestJournal());
            await rig.Restart();
        }

        rig.Run = new TestRun(rig.Journal);
        var refused = await Assert.ThrowsAsync<RunAbandonedException>(() => rig.Restart());
        Assert.Contains("this would be its 5th restart in a row before it had run for 600 s", refused.Reason, StringComparison.Ordinal);
        Assert.Contains("try again after", refused.Reason, StringComparison.Ordinal);
        Assert.Equal(6, rig.First.Starts);
        await rig.AsBefore();
    }
}
