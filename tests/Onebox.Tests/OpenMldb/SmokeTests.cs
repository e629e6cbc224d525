namespace Nightshift.Onebox.Tests.OpenMldb;

public sealed class SmokeTests
{
    [Fact]
    public async Task Cluster_TableWithPuts_ReplicatesAndChangesLeader()
    {
        await using var cluster = await TestCluster.StartAsync();
        var table = await cluster.CreateTableAsync();
        var leader = (await table.LeaderAsync())!;
        await table.PutManyAsync(leader, 50);
        foreach (var tablet in cluster.Tablets)
        {
            await table.WaitOffsetAsync(tablet.Endpoint, 50);
        }

        var next = cluster.Tablets.First(tablet => tablet.Endpoint != leader).Endpoint;
        TestCluster.AssertOk(await table.ChangeLeaderAsync(next));
        await cluster.WaitOpsAsync();
        Assert.Equal(next, await table.LeaderAsync());
        TestCluster.AssertOk(await table.PutAsync(next, "after"));
    }
}
