using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>
/// Moves one primary. The move is queued first, where the leader validates it and knows who comes next; then the old primary is told at once to step down. When its
/// stepping down is in the record, the leader takes the front of the queue as done and sends what follows, the new primary's call, in the same moment
/// (<c>partition_guardian.cpp</c>, reconfig and cure): two changes of the record, no round in between, and nobody else can be elected.
/// </summary>
internal sealed class MoveInHand(
    TablePartition partition, Server from, Server to, int tries, Proposals proposals, MaintenanceOptions options, Func<int> generation, Func<TimeSpan> clock)
    : Reconfiguration(partition)
{
    private const int AsksOfTarget = 3;

    private long? _ballot;
    private int _generation;
    private bool _pending;
    private TimeSpan _began;
    private TimeSpan _asked;
    private (TimeSpan Since, long Ballot)? _headless;
    private int _asks;

    /// <summary>Null until it is seen.</summary>
    public PrimaryMove? Moved { get; private set; }

    public Server To => to;

    /// <summary>The leader elected the old primary again, or something else changed the partition first.</summary>
    public bool Undone { get; private set; }

    /// <summary>The new primary did not answer, and the old one was asked to lead again.</summary>
    public bool Unwilling { get; private set; }

    /// <summary>Neither what was sent at once nor what was queued had any effect, for longer than two of the leader's rounds.</summary>
    public bool Ignored { get; private set; }

    public override bool IsUnderWay => _headless is not null;

    /// <summary>It was refused since something is queued for the partition already.</summary>
    public bool Refused => _pending;

    public override Next Judge(PartitionConfig? config, TimeSpan now)
    {
        if (config is null) return Next.Done;
        if (_pending) return new Next.Later("something else is pending on it");
        if (_ballot is null) return Begin(config, now);
        if (config.Primary is null) return Headless(config, now);
        _headless = null;
        return config.Primary == from ? StillThere(config, now) : Gone(config, now);
    }

    private Next Begin(PartitionConfig config, TimeSpan now)
    {
        if (config.Ballot < 0) return new Next.Later("it is being split");
        if (config.Primary is null) return new Next.Wait("has no primary; waits for the meta server to elect one");
        if (config.Primary != from) return Next.Done;
        if (!config.Secondaries.Contains(to)) return new Next.Later($"{to} is no secondary of it any more");
        _ballot = config.Ballot;
        _generation = generation();
        _began = now;
        return new Next.Ask(async cancellationToken =>
        {
            try
            {
                _pending = !await proposals.QueueMove(Partition.Id, from, to, cancellationToken);
            }
            catch (RefusedByClusterException e) when (e.Error == ErrorNames.InvalidParameters)
            {
                _pending = true;
            }

            if (!_pending) await StepDown(cancellationToken);
        });
    }

    private Next StillThere(PartitionConfig config, TimeSpan now)
    {
        if (config.Ballot > _ballot)
        {
            Undone = true;
            return new Next.Later(config.Ballot > _ballot + 1 ? $"the meta server elected {from} again" : "the partition changed otherwise meanwhile");
        }

        // The leader of before had it queued; what asks again would step down without anybody chosen.
        if (_generation != generation()) return new Next.Later("the meta server's leader changed");
        if (now - _asked < options.Unanswered) return new Next.Wait($"waits for {from} to step down");
        if (now - _began <= options.MetaRound * 2.5) return new Next.Ask(StepDown);
        Ignored = true;
        return new Next.Later(MoveSentences.Ignored($"{from}", "to step down", now - _began));
    }

    private Next Headless(PartitionConfig config, TimeSpan now)
    {
        if (_headless is not { } headless || headless.Ballot != config.Ballot)
        {
            _headless = (now, config.Ballot);
            _asked = now;
            _asks = 0;
            return new Next.Wait($"waits for {to} to take over from {from}");
        }

        var since = now - headless.Since;
        const string sentence = "has no primary";
        if (now - _asked < options.Unanswered) return new Next.Wait(_asks == 0 ? $"waits for {to} to take over from {from}" : $"{sentence}; asked again, waits for an answer");

        // Another leader knows nothing of the queue and elects whom it likes: asking anybody would make two.
        if (_generation != generation() && since < options.MetaRound * 2.5) return new Next.Wait($"{sentence}; waits for the new leader to elect one");
        var isThere = config.Secondaries.Contains(to);
        var candidate = isThere && (_asks < AsksOfTarget || since < options.LeaderlessBound) ? to : from;
        if (!config.Secondaries.Contains(candidate)) return new Next.Wait($"{sentence}; waits for the meta server to elect one");
        Unwilling |= candidate == from;
        _asked = now;
        _asks++;
        return new Next.Ask(cancellationToken => proposals.Lead(Partition.Id, candidate, cancellationToken));
    }

    private Next Gone(PartitionConfig config, TimeSpan now)
    {
        Moved = new PrimaryMove(Partition, from.Name, config.Primary!.Name, _ballot!.Value, config.Ballot, now - _began, tries);
        return Next.Done;
    }

    private async Task StepDown(CancellationToken cancellationToken)
    {
        await proposals.StepDown(Partition.Id, from, cancellationToken);
        _asked = clock();
    }
}
