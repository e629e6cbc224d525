using Nightshift.Clusters;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>How many primaries each server has, over all and by table.</summary>
internal sealed class PrimaryCounts
{
    private readonly Dictionary<Endpoint, int> _all = [];
    private readonly Dictionary<(Endpoint Server, int Table), int> _byTable = [];

    public PrimaryCounts(IEnumerable<Endpoint> servers)
    {
        foreach (var server in servers) _all[server] = 0;
    }

    public static PrimaryCounts Of(IEnumerable<Endpoint> servers, IEnumerable<PartitionConfig> partitions)
    {
        var counts = new PrimaryCounts(servers);
        foreach (var partition in partitions)
        {
            if (partition.Primary is { } primary) counts.Add(primary.Name, partition.Id.AppId, 1);
        }

        return counts;
    }

    public int Of(Endpoint server) => _all.GetValueOrDefault(server);

    public int Of(Endpoint server, int table) => _byTable.GetValueOrDefault((server, table));

    public void Add(Endpoint server, int table, int by)
    {
        _all[server] = Of(server) + by;
        _byTable[(server, table)] = Of(server, table) + by;
    }

    public PrimaryCounts Copy()
    {
        var copy = new PrimaryCounts([]);
        foreach (var (server, count) in _all) copy._all[server] = count;
        foreach (var (key, count) in _byTable) copy._byTable[key] = count;
        return copy;
    }
}
