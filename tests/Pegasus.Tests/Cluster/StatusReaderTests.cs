using System.Diagnostics;
using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Snapshots;
using Nightshift.Pegasus.Tests.Client.Support;

namespace Nightshift.Pegasus.Tests.Cluster;

/// <summary><c>/status</c> answers while no meta server leads, with the patience of the real client.</summary>
public sealed class StatusReaderTests
{
    private const string Info = "Pegasus Server 2.5.0 (0ca31b70) Release, Started at 2026-11-20 10:00:00";
    private static readonly TimeSpan _soon = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Read_NobodyLeads_AnswersSoonAndTellsWhoSaidWhat()
    {
        Endpoint dead;
        await using (var gone = new FakeServer(_ => FakeReply.Silence)) dead = gone.Address;
        await using var standby = new FakeServer(request => Standby(request));
        await using var replica = new FakeServer(request => Standby(request));
        await using var client = Clients.Of(new PegasusClientOptions(), [dead, standby.Address]);
        var began = Stopwatch.StartNew();

        var status = await Reader(client).ReadAsync([dead, standby.Address], [replica.Address], [], default);

        Assert.True(began.Elapsed < _soon, $"{began.Elapsed}");
        Assert.Equal(Health.Unknown, status.Health);
        Assert.StartsWith("no meta server leads (1 standby, 1 not answering)", status.Summary, StringComparison.Ordinal);
        Assert.Equal([Health.Down, Health.Healthy, Health.Unknown], status.Nodes.Select(node => node.Health));
        Assert.Equal("standby, since 2026-11-20 10:00:00", status.Nodes[1].Note);
        Assert.StartsWith("answers, since 2026-11-20 10:00:00", status.Nodes[2].Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_NothingAnswers_IsDown()
    {
        Endpoint dead;
        await using (var gone = new FakeServer(_ => FakeReply.Silence)) dead = gone.Address;
        await using var client = Clients.Of(new PegasusClientOptions(), [dead]);

        Assert.Equal(Health.Down, (await Reader(client).ReadAsync([dead], [], [], default)).Health);
    }

    [Fact]
    public async Task Read_LeaderStopsLeadingMeanwhile_DoesNotWaitForTheNext()
    {
        var leads = true;
        await using var meta = new FakeServer(request =>
        {
            if (request.Method == "RPC_CM_LIST_NODES") leads = false;
            return leads ? Clients.Leader(request) : Standby(request);
        });
        await using var client = Clients.Of(new PegasusClientOptions(), [meta.Address]);
        var began = Stopwatch.StartNew();

        var status = await Reader(client).ReadAsync([meta.Address], [], [], default);

        Assert.True(began.Elapsed < _soon, $"{began.Elapsed}");
        Assert.StartsWith("no meta server leads (1 standby)", status.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_OneLeads_IsTheWholeStatus()
    {
        await using var cluster = new Snapshots.FakeCluster(tables: 1, partitions: 4);
        await using var client = Clients.Of(cluster.Server);

        var status = await Reader(client).ReadAsync([cluster.Address], [], [], default);

        Assert.Equal("cluster c1: 1 tables, 4 partitions", status.Summary);
        Assert.Equal(6, status.Nodes.Count);
    }

    private static FakeReply Standby(FakeRequest request) => request.Method == "RPC_CLI_CLI_CALL" ? FakeAnswers.Text(request, Info) : Clients.Standby(request, null);

    private static StatusReader Reader(PegasusClient client) =>
        new("prod", client, new SnapshotReader(client, TimeProvider.System), new OtherProcesses(client, TimeProvider.System), TimeProvider.System);
}
