using System.Collections.Immutable;
using Nightshift.Clusters;

namespace Nightshift.OpenMldb.Client;

/// <summary>A partition as the nameserver records it. Source: <c>name_server.proto</c> TablePartition.</summary>
/// <param name="Pid">Number of the partition in its table.</param>
/// <param name="Replicas">One entry per replica, in the recorded order; more than one may have <c>is_leader</c> (see <see cref="Replica.IsEffectiveLeader"/>).</param>
/// <param name="Terms">Where each leadership term began, oldest first.</param>
public sealed record TablePartition(uint Pid, ImmutableArray<Replica> Replicas, ImmutableArray<TermOffset> Terms)
{
    /// <summary>Has replicas in a remote cluster, which this client does not model.</summary>
    public bool HasRemoteReplicas { get; init; }

    /// <summary>
    /// The replica that clients write to: <c>is_leader</c> and <c>is_alive</c>. Null when there is none, or more than one.
    /// </summary>
    public Replica? EffectiveLeader
    {
        get
        {
            Replica? found = null;
            foreach (ref readonly var replica in Replicas.AsSpan())
            {
                if (!replica.IsEffectiveLeader)
                    continue;
                if (found is not null)
                    return null;
                found = replica;
            }

            return found;
        }
    }

    /// <summary>The newest term, as LoadTable and ChangeRole want it; null when none is recorded.</summary>
    public ulong? LastTerm => Terms.IsDefaultOrEmpty ? null : Terms[^1].Term;

    public Replica? ReplicaOn(Endpoint tablet)
    {
        foreach (ref readonly var replica in Replicas.AsSpan())
        {
            if (replica.Endpoint == tablet)
                return replica;
        }

        return null;
    }
}

/// <summary>Term <paramref name="Term"/> began at binlog offset <paramref name="Offset"/>.</summary>
public readonly record struct TermOffset(ulong Term, ulong Offset);
