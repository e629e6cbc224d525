using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Discovery;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>A tablet's replicas marked not alive, with what each had. Journaled; what is loaded again is checked against it.</summary>
internal sealed record OutOfService(TabletNode Node, IReadOnlyList<StoppedReplica> Replicas)
{
    /// <summary>Whether the mon daemon watched its process; false in journals that did not say.</summary>
    public bool UnderMon { get; init; }
}

/// <summary>
/// How far a run has got with one tablet. Only set from results of steps and from calls made, so that a replay finds the same.
/// </summary>
internal sealed class TabletProgress
{
    public TabletSurvey? Survey { get; set; }

    public OutOfService? Stopped { get; set; }

    /// <summary>The process may be down: stopping it was begun, and no start has succeeded since.</summary>
    public bool MayBeDown { get; set; }

    /// <summary>Binaries may be new: an installation was begun and nothing has started on it yet.</summary>
    public Release? Untried { get; set; }

    /// <summary>People asked to start it under mon.</summary>
    public bool Mon { get; set; }

    /// <summary>How the way home starts it: under mon also when it was so before.</summary>
    public bool MonAtHome => Mon || Stopped is { UnderMon: true };

    /// <summary>Everything is loaded and caught up since the last start, or it never was down.</summary>
    public bool CaughtUp { get; set; }

    /// <summary>Partitions that exist only on the tablet stay there while it is away.</summary>
    public bool SinglesStay { get; set; }

    /// <summary>Where the partitions that exist only on the tablet get another replica; null when that was not decided.</summary>
    public IReadOnlyList<AddedReplica>? Added { get; set; }

    /// <summary>The leaders that moved away and were seen to stand since: what the tablet has of them can only have come from their successors.</summary>
    public IReadOnlyList<LeaderMove> HandedOver { get; set; } = [];

    /// <summary>Partitions that may be without a leader while the tablet is away.</summary>
    public IReadOnlySet<PartitionId> MayBeAway() => SinglesStay && Survey is { } survey ? survey.Alone.Select(p => p.Id).ToHashSet() : [];

    public bool LeftAlone(SurveyedPartition partition) => SinglesStay && partition.IsAlone;

    /// <summary>What a plan expects to be taken out of service.</summary>
    public OutOfService Planned() => Survey is { } survey
        ? new OutOfService(survey.Node, survey.AsStopped(HandedOver))
        : new OutOfService(new TabletNode(default, default, false, 0, 0, 0, default), []);
}
