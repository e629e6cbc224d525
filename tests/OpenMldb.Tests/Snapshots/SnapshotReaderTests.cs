using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Discovery;
using Nightshift.OpenMldb.Snapshots;
using Nightshift.OpenMldb.Tests.Support;

namespace Nightshift.OpenMldb.Tests.Snapshots;

public sealed class SnapshotReaderTests : IAsyncLifetime
{
    private readonly Rig _rig = Rig.Create();
    private FakeServer _nameserver = null!;
    private FakeServer _tablet = null!;

    public Task InitializeAsync()
    {
        _tablet = _rig.Add().On("GetTableStatus", Sample.TableStatus).On("version", _ => FakeReply.Text("0.9.3-abc"));
        _nameserver = _rig.AddLeader()
            .On("ShowTablet", $$"""{"tablets":[{"endpoint":"{{_tablet.Endpoint}}","state":"kHealthy","age":5},{"endpoint":"10.0.0.12:10921","state":"kOffline","age":5}],"code":0}""")
            .On("ShowTable", Sample.ShowTable.Replace("10.0.0.11:10921", _tablet.Endpoint.ToString(), StringComparison.Ordinal))
            .On("ShowDatabase", """{"code":0,"db":["bank","empty"]}""")
            .On("ShowOPStatus", Sample.ShowOpStatus)
            .On("ConfGet", """{"code":0,"conf":{"auto_failover":"true"}}""")
            .On("version", _ => FakeReply.Text("0.9.2-abc"));
        _rig.Directory.Tablets.Add(FakeDirectory.Tablet(_tablet.Endpoint, _tablet.Endpoint));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task Read_Metadata_AsksNoTablet()
    {
        var snapshot = await _rig.Client.Snapshots.Read(SnapshotScope.Metadata, default);
        Assert.Equal(_nameserver.Endpoint, snapshot.Leader.Value.Endpoint);
        Assert.Equal(["bank", "empty"], snapshot.Databases.Value.ToArray());
        Assert.Equal((true, 2, 1), (snapshot.AutoFailover.Value, snapshot.Ops.Value.Length, snapshot.Tables.Value.Length));
        Assert.All(snapshot.Tablets.Value, t => Assert.False(t.Live.IsKnown || t.Version.IsKnown));
        Assert.Empty(_tablet.Requests);
    }

    [Fact]
    public async Task Read_Everything_MergesTheTabletsOwnAccount()
    {
        var snapshot = await _rig.Client.Snapshots.Read(SnapshotScope.Everything, default);
        var tablet = snapshot.FindTablet(_tablet.Endpoint)!;
        Assert.Equal((TabletState.Healthy, "0.9.3-abc"), (tablet.State, tablet.Version.Value));
        Assert.True(tablet.Live.Value.TryGet(Sample.TxId, out var live));
        Assert.Equal(TableState.Normal, live.State);
        Assert.Equal("0.9.2-abc", snapshot.Nameservers.Value.Single().Version.Value);
        var led = Assert.Single(snapshot.LedBy(_tablet.Endpoint));
        Assert.Equal((Sample.Tx, Sample.TxId), (led.Id, led.TidPid));
        Assert.Empty(snapshot.LedBy(Rig.At("10.0.0.12:10921")));
        Assert.Single(snapshot.ReplicasOn(Rig.At("10.0.0.12:10921")));
    }

    [Fact]
    public async Task Read_OneCallFails_OnlyThatIsUnknown()
    {
        _nameserver.On("ShowOPStatus", """{"code":-1,"msg":"boom"}""").On("ConfGet", """{"code":0,"conf":{"other":"x"}}""");
        _tablet.On("GetTableStatus", """{"code":0,"all_table_status":[{"pid":0}]}""");
        var snapshot = await _rig.Client.Snapshots.Read(SnapshotScope.Everything, default);
        Assert.Contains("boom", snapshot.Ops.Reason, StringComparison.Ordinal);
        Assert.False(snapshot.AutoFailover.IsKnown);
        Assert.False(snapshot.FindTablet(_tablet.Endpoint)!.Live.IsKnown);
        Assert.True(snapshot.Tables.IsKnown);
        Assert.Throws<InvalidOperationException>(() => snapshot.Ops.Value);
    }

    [Fact]
    public async Task Read_RegisteredButUnlistedTablet_IsShownAsUnknown()
    {
        _rig.Directory.Tablets.Add(FakeDirectory.Tablet(Rig.At("new-tablet"), _tablet.Endpoint));
        var snapshot = await _rig.Client.Snapshots.Read(SnapshotScope.Everything, default);
        var tablet = snapshot.FindTablet(Rig.At("new-tablet"))!;
        Assert.Equal((TabletState.Unknown, true), (tablet.State, tablet.Live.IsKnown));
    }

    [Fact]
    public async Task Read_NoNameserver_EverythingIsUnknown()
    {
        await using var rig = new Rig { Options = new OpenMldbClientOptions { LeaderDeadline = TimeSpan.FromMilliseconds(60) } };
        var snapshot = await rig.Client.Snapshots.Read(SnapshotScope.Everything, default);
        Assert.Equal(
            (false, false, false, false, false),
            (snapshot.Leader.IsKnown, snapshot.Tablets.IsKnown, snapshot.Tables.IsKnown, snapshot.Ops.IsKnown, snapshot.AutoFailover.IsKnown));
        Assert.False(HealthCheck.Of(snapshot, new HealthLimits()).IsHealthy);
    }

    [Fact]
    public void Reading_NeverSet_IsUnknown()
    {
        Assert.False(default(Reading<NameserverNode>).IsKnown);
        Assert.NotNull(default(Reading<bool>).Reason);
    }
}
