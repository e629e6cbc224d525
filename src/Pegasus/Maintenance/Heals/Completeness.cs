using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>
/// Waits until partitions have a primary and all their replicas again, by the meta server's record and by what the server itself tells: after a short restart the record never
/// changed, while the server still has to hear from the meta server what it is to serve.
/// </summary>
internal sealed class Completeness(MaintenanceServices services, StandingHolds holds, StepAttempt attempt)
{
    private readonly PartitionReader _reader = new(services.Meta);

    public async Task Await(Endpoint server, IReadOnlyList<TablePartition> partitions, bool mineOnly)
    {
        var remaining = partitions;
        while (true)
        {
            try
            {
                await holds.See(attempt, attempt.CancellationToken);
                var configs = await _reader.Read(remaining, attempt.CancellationToken);
                var nodes = await services.Meta.ListNodes(attempt.CancellationToken);
                var own = await Own(server, nodes);
                remaining = [.. remaining.Where(partition => configs.TryGetValue(partition.Id, out var config) && !(IsComplete(config, server, mineOnly) && Serves(config, server, own)))];
                if (remaining.Count == 0) return;
                RefuseIfHopeless(server, [.. remaining.Select(partition => configs[partition.Id])], nodes);
                attempt.Waiting(
                    $"waits for {remaining.Count} of {partitions.Count} partitions to be complete, as {remaining[0]}: {Sentence(configs[remaining[0].Id], server, own)}"
                    + (nodes.Any(node => node.Server.Name == server && !node.Alive) ? $"; the meta server hears nothing of {server}, or ignores it since it was restarted too often" : ""));
            }
            catch (Exception e) when (Transient.Is(e))
            {
                holds.Doubt();
                attempt.Waiting($"waits for servers to answer: {e.Message}");
            }

            await Task.Delay(services.Options.SlowLook, attempt.Time, attempt.CancellationToken);
        }
    }

    private static bool IsComplete(PartitionConfig config, Endpoint server, bool mineOnly) =>
        config.Primary is not null && (config.MemberCount >= config.MaxReplicas || (mineOnly && config.Members.Any(member => member.Name == server)));

    private static bool Serves(PartitionConfig config, Endpoint server, IReadOnlyDictionary<Gpid, ReplicaStatus> own) =>
        config.Members.All(member => member.Name != server)
        || own.GetValueOrDefault(config.Id) == (config.Primary!.Name == server ? ReplicaStatus.Primary : ReplicaStatus.Secondary);

    private async Task<IReadOnlyDictionary<Gpid, ReplicaStatus>> Own(Endpoint server, IReadOnlyList<NodeInfo> nodes) =>
        nodes.FirstOrDefault(node => node.Server.Name == server) is { } known
            ? (await services.Client.Replica(known.Server).Replicas(attempt.CancellationToken)).ToDictionary(replica => replica.Id, replica => replica.Status)
            : throw new MaintenanceRefusedException($"the meta server does not know {server}");

    private static string Sentence(PartitionConfig config, Endpoint server, IReadOnlyDictionary<Gpid, ReplicaStatus> own) => config.Primary is null
        ? "it has no primary"
        : config.MemberCount >= config.MaxReplicas && config.Members.Any(member => member.Name == server)
        ? $"{server} is a member and does not serve it yet, its replica is {own.GetValueOrDefault(config.Id)}"
        : $"{config.MemberCount} of {config.MaxReplicas} replicas{(config.Members.Any(member => member.Name == server) ? "" : $", {server} is not among them")}";

    /// <summary>What is missing is not this server's: another one died meanwhile.</summary>
    private static void RefuseIfHopeless(Endpoint server, IReadOnlyList<PartitionConfig> incomplete, IReadOnlyList<NodeInfo> nodes)
    {
        if (incomplete.Any(config => config.Members.All(member => member.Name != server) || config.MemberCount >= config.MaxReplicas)) return;
        if (nodes.FirstOrDefault(node => !node.Alive && node.Server.Name != server) is not { } dead) return;
        throw new MaintenanceRefusedException(
            $"{server} is back everywhere, and {incomplete.Count} partitions lack another replica, as {incomplete[0].Id}: replica server {dead.Server} is not alive");
    }
}
