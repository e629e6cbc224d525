using System.Collections.Immutable;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Tests.Maintenance.Support;

/// <summary>One partition as the leader has it: its record, and what it is about to propose.</summary>
internal sealed class FakePartition(string table, PartitionConfig config)
{
    public string Table => table;

    public PartitionConfig Config { get; set; } = config;

    public List<Proposal> Queue { get; } = [];

    /// <summary>A change is being written to ZooKeeper.</summary>
    public bool Pending { get; set; }

    public Server? PendingPrimary { get; set; }

    public Gpid Id => Config.Id;

    public bool Has(Server server) => Config.Members.Contains(server);

    public bool IsSecondary(Server server) => Config.Secondaries.Contains(server);

    public static PartitionConfig Apply(PartitionConfig config, ProposalType type, Server node) => (type switch
    {
        ProposalType.UpgradeToPrimary or ProposalType.AssignPrimary => config with { Primary = node, Secondaries = config.Secondaries.Remove(node), LastDrops = config.LastDrops.Remove(node) },
        ProposalType.UpgradeToSecondary => config with { Secondaries = config.Secondaries.Add(node), LastDrops = config.LastDrops.Remove(node) },
        ProposalType.DowngradeToSecondary => config with { Primary = null, Secondaries = config.Secondaries.Add(node) },
        ProposalType.DowngradeToInactive or ProposalType.Remove => config with
        {
            Primary = config.Primary == node ? null : config.Primary,
            Secondaries = config.Secondaries.Remove(node),
            LastDrops = Last(config.LastDrops.Add(node)),
        },
        _ => throw new InvalidOperationException($"{type} changes no record"),
    }) with { Ballot = config.Ballot + 1 };

    private static ImmutableArray<Server> Last(ImmutableArray<Server> drops) => drops.Length > 3 ? drops.RemoveAt(0) : drops;
}
