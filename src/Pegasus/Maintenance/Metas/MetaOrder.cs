using Nightshift.Clusters;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>In which order meta servers are restarted.</summary>
internal static class MetaOrder
{
    /// <summary>Standbys by name, the one that leads last: so there is one change of leader, to a server that is done.</summary>
    public static IReadOnlyList<Endpoint> Of(IEnumerable<MetaStanding> metas) =>
        [.. metas.OrderBy(meta => meta.Role is MetaRole.Leader or MetaRole.Loading).ThenBy(meta => meta.Address).Select(meta => meta.Address)];
}
