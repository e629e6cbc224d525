using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>
/// Brings one replica back: asks the primary by force to let the server learn, and asks again only while the server itself says that it does not learn. A server that has
/// not heard of the meta server yet drops the primary's call without a word, and the primary repeats it only with its group check (100 s in production): that is what the
/// server's own list tells at once. One that learns is never asked again: if it finished meanwhile, the primary would abort.
/// </summary>
internal sealed class TakeInHand(TablePartition partition, Server server, LearnerView view, Proposals proposals, MaintenanceOptions options) : Reconfiguration(partition)
{
    private TimeSpan? _first;
    private TimeSpan _asked;
    private int _asks;

    /// <summary>A member again, or the partition is complete without it.</summary>
    public bool IsBack { get; private set; }

    /// <summary>Told when it is back, with the time from the first asking.</summary>
    public Action<TimeSpan> CameBack { get; init; } = _ => { };

    /// <summary>Told when the server was seen learning.</summary>
    public Action BeganToLearn { get; init; } = () => { };

    public int Asks => _asks;

    public override Next Judge(PartitionConfig? config, TimeSpan now)
    {
        if (config is null || config.Members.Contains(server) || (config.Primary is not null && config.MemberCount >= config.MaxReplicas))
        {
            IsBack = true;
            CameBack(_first is { } first ? now - first : TimeSpan.Zero);
            return Next.Done;
        }

        if (config.Primary is not { } primary) return new Next.Wait("has no primary; waits for the meta server to elect one");
        if (Learns(config))
        {
            BeganToLearn();
            return new Next.Wait($"{server} learns from {primary}");
        }

        if (_asks > 0 && (now - _asked < options.AskAgain || view.AskedAt < _asked + (options.AskAgain / 2))) return new Next.Wait($"waits for {server} to begin learning from {primary}");

        // What is told must be fresh: it is the proof that nothing can finish meanwhile.
        if (now - view.AskedAt > options.AskAgain) return new Next.Wait($"waits for what {server} tells of its replicas");
        _first ??= now;
        _asked = now;
        _asks++;
        return new Next.Ask(cancellationToken => proposals.TakeIn(Partition.Id, primary, server, cancellationToken));
    }

    private bool Learns(PartitionConfig config) => view.Of(Partition.Id) is { } replica && replica.Status switch
    {
        ReplicaStatus.PotentialSecondary => true,
        ReplicaStatus.Secondary or ReplicaStatus.Primary => replica.Ballot >= config.Ballot,
        _ => false,
    };
}
