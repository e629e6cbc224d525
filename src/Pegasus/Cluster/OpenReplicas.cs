using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Snapshots;

namespace Nightshift.Pegasus;

/// <summary>What replica servers say of their own replicas. Closed ones are listed by them too, with their last status: only what the meta server does not contradict counts.</summary>
internal static class OpenReplicas
{
    public static async Task<IReadOnlyDictionary<Server, Reading<IReadOnlyDictionary<Gpid, ReplicaInfo>>>> Read(
        IPegasusClient client, IEnumerable<Server> servers, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(servers.Select(async server => (Server: server, Held: await Read(client, server, cancellationToken))));
        return answers.ToDictionary(answer => answer.Server, answer => answer.Held);
    }

    /// <summary>Replicas that learn, of partitions that lack a member: a closed replica may call itself a learner for ever.</summary>
    public static IReadOnlyList<(Server Server, ReplicaInfo Replica)> Learners(
        IReadOnlyDictionary<Server, Reading<IReadOnlyDictionary<Gpid, ReplicaInfo>>> held, ClusterSnapshot snapshot)
    {
        var lacking = snapshot.Served()
            .SelectMany(table => table.Partitions.Where(partition => partition.MemberCount < table.App.Replicas))
            .Select(partition => partition.Id)
            .ToHashSet();
        return [.. held
            .Where(server => server.Value.IsKnown)
            .SelectMany(server => server.Value.Value.Values.Where(replica => replica.Status == ReplicaStatus.PotentialSecondary && lacking.Contains(replica.Id)).Select(replica => (server.Key, replica)))
            .OrderBy(learner => learner.Key.ToString(), StringComparer.Ordinal).ThenBy(learner => learner.replica.Id.AppId).ThenBy(learner => learner.replica.Id.Index)];
    }

    public static IReadOnlyList<(Server Server, string Reason)> Silent(IReadOnlyDictionary<Server, Reading<IReadOnlyDictionary<Gpid, ReplicaInfo>>> held) =>
        [.. held.Where(server => !server.Value.IsKnown).Select(server => (server.Key, server.Value.Reason!)).OrderBy(server => server.Key.ToString(), StringComparer.Ordinal)];

    private static async Task<Reading<IReadOnlyDictionary<Gpid, ReplicaInfo>>> Read(IPegasusClient client, Server server, CancellationToken cancellationToken)
    {
        try
        {
            var replicas = await client.Replica(server).Replicas(cancellationToken);
            return Reading<IReadOnlyDictionary<Gpid, ReplicaInfo>>.Known(replicas.ToDictionary(replica => replica.Id));
        }
        catch (PegasusException fault) when (!cancellationToken.IsCancellationRequested)
        {
            return Reading<IReadOnlyDictionary<Gpid, ReplicaInfo>>.Unknown(fault.Message);
        }
    }
}
