using Nightshift.Clusters;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>
/// Takes one secondary out of its group. By force once per ballot, since a second proposal that the leader sends when the secondary is out already would abort the primary;
/// one that shows no effect at the same ballot is queued instead, where the leader validates it.
/// </summary>
/// <param name="needed">In-sync replicas that have to remain.</param>
/// <param name="isAlive">By the meta server's account.</param>
internal sealed class TakeOutInHand(
    TablePartition partition, Endpoint server, int needed, Func<Endpoint, bool> isAlive, Proposals proposals, MaintenanceOptions options) : Reconfiguration(partition)
{
    private readonly TimeSpan _forcedBound = options.Unanswered * 7;
    private long? _askedAt;
    private TimeSpan _asked;
    private TimeSpan? _thin;
    private bool _queued;
    private bool _pending;

    /// <summary>Seen out of the group.</summary>
    public bool IsOut { get; private set; }

    /// <summary>Queueing was refused since something is queued for the partition already.</summary>
    public bool Refused => _pending;

    /// <summary>Neither what was sent at once nor what was queued had any effect, for longer than two of the leader's rounds.</summary>
    public bool Ignored { get; private set; }

    public override Next Judge(PartitionConfig? config, TimeSpan now)
    {
        if (config is null || config.Members.All(member => member.Name != server))
        {
            IsOut = true;
            return Next.Done;
        }

        if (config.Primary is null) return new Next.Wait("has no primary; waits for the meta server to elect one");
        if (config.Primary.Name == server) return new Next.Later($"{server} leads it again");
        var remaining = config.Members.Count(member => member.Name != server && isAlive(member.Name));
        if (remaining < needed)
        {
            _thin ??= now;
            return now - _thin < options.MetaRound
                ? new Next.Wait($"waits for {needed} other replicas in sync, now {remaining}")
                : new Next.Later($"only {remaining} other replicas are in sync and alive, {needed} must remain");
        }

        _thin = null;
        if (_pending) return new Next.Later("something else is pending on it");
        return _askedAt == config.Ballot ? Asked(config, now) : Force(config, now);
    }

    private Next.Ask Force(PartitionConfig config, TimeSpan now)
    {
        _askedAt = config.Ballot;
        _asked = now;
        _queued = false;
        var secondary = config.Secondaries.First(member => member.Name == server);
        return new Next.Ask(cancellationToken => proposals.TakeOut(Partition.Id, config.Primary!, secondary, cancellationToken));
    }

    private Next Asked(PartitionConfig config, TimeSpan now)
    {
        if (!_queued && now - _asked < _forcedBound) return new Next.Wait($"waits for {server} to leave the group");
        if (_queued)
        {
            if (now - _asked < options.MetaRound * 2.5) return new Next.Wait($"the proposal by force was dropped; waits for the meta server's round to take {server} out");
            Ignored = true;
            return new Next.Later(MoveSentences.Ignored("its primary", $"to take {server} out", now - _asked + _forcedBound));
        }

        _queued = true;
        _asked = now;
        var secondary = config.Secondaries.First(member => member.Name == server);
        return new Next.Ask(async cancellationToken =>
        {
            try
            {
                await proposals.QueueTakeOut(Partition.Id, config.Primary!, secondary, cancellationToken);
            }
            catch (RefusedByClusterException e) when (e.Error == ErrorNames.InvalidParameters)
            {
                _pending = true;
            }
        });
    }
}
