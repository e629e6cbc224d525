using Nightshift.Clusters;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>How far a run has got with one server. Only set from results of steps and from calls made, so that a replay finds the same.</summary>
internal sealed class ServerProgress
{
    public ServerSurvey? Survey { get; set; }

    /// <summary>What the process that was stopped told of itself; null until it was stopped.</summary>
    public StoppedServer? Stopped { get; set; }

    /// <summary>The process may be down: stopping it was begun, and no start has succeeded since.</summary>
    public bool MayBeDown { get; set; }

    /// <summary>What is installed may be new: an installation was begun and nothing has started on it yet.</summary>
    public Release? Untried { get; set; }

    /// <summary>Partitions may lack the server: it was being drained or stopped, and they were not seen complete since.</summary>
    public bool MayLack { get; set; }

    /// <summary>It was drained, so that stopping it must not touch anything in service but what cannot be spared.</summary>
    public bool Drained { get; set; }

    public IReadOnlySet<Gpid> Thin() => (Survey?.Thin ?? []).Select(partition => partition.Partition.Id).ToHashSet();

    /// <summary>Without another replica: they keep their primary where it is.</summary>
    public IReadOnlySet<Gpid> Alone() => (Survey?.Partitions ?? []).Where(partition => partition.Alone).Select(partition => partition.Partition.Id).ToHashSet();
}

/// <param name="Started">By its own account, to tell it from the next process; null when it told nothing.</param>
internal sealed record StoppedServer(string? Started);
