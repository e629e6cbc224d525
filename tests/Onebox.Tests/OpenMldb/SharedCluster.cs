namespace Nightshift.Onebox.Tests.OpenMldb;

/// <summary>One cluster for the tests of a class that leave it as it was: table <c>tx</c> on three tablets, led by the first; <c>one</c> on the first.</summary>
public sealed class SharedCluster : IAsyncLifetime
{
    internal TestCluster Cluster { get; private set; } = null!;

    internal TestTable Table { get; private set; } = null!;

    internal TestTable Single { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Cluster = await TestCluster.StartAsync();
        Table = await Cluster.CreateTableAsync("tx", 2, 3, [.. Cluster.Tablets]);
        Single = await Cluster.CreateTableAsync("one", 1, 1, Cluster.Tablets[0]);
    }

    public async Task DisposeAsync() => await Cluster.DisposeAsync();
}
