using Nightshift.Clusters;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>What lies on one replica server by the meta server's record. Journaled; what has to be complete again is checked against it.</summary>
/// <param name="Address">Where its process answers: an address, also where <paramref name="Server"/> is a host name.</param>
internal sealed record ServerSurvey(Endpoint Server, Endpoint Address, IReadOnlyList<SurveyedPartition> Partitions)
{
    public IEnumerable<SurveyedPartition> Led => Partitions.Where(partition => partition.Led);

    public IEnumerable<TablePartition> All => Partitions.Select(partition => partition.Partition);

    /// <summary>Partitions that cannot spare this server's replica: it stays in service until the process stops.</summary>
    public IEnumerable<SurveyedPartition> Thin => Partitions.Where(partition => partition.Thin);
}

/// <param name="Needed">In-sync replicas that must remain for the server's one to be taken out: as many as a write needs, and at least two.</param>
/// <param name="Members">Replicas that it has.</param>
internal sealed record SurveyedPartition(TablePartition Partition, bool Led, int Members, int Replicas, int Needed)
{
    public bool Thin => Members - 1 < Needed;

    public bool Alone => Members == 1;
}
