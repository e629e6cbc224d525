using Nightshift.Pegasus.Maintenance;

namespace Nightshift.Pegasus;

/// <summary>How long each kind of step may take before people are asked. Spans as <c>hh:mm:ss</c>; one that is left out keeps its default.</summary>
public sealed record LimitSettings
{
    /// <summary>Moving the primaries of one server, and taking its secondaries out: each.</summary>
    public TimeSpan? Drain { get; init; }

    /// <summary>Closing the partitions of one server, which writes their data to disk.</summary>
    public TimeSpan? Close { get; init; }

    public TimeSpan? Stop { get; init; }

    /// <summary>Starting one process, and loading its replicas.</summary>
    public TimeSpan? Start { get; init; }

    /// <summary>Bringing the replicas of one server back, which may mean copying them.</summary>
    public TimeSpan? Heal { get; init; }

    /// <summary>One leader and every replica server seen after a meta server was restarted, besides the pause that is kept.</summary>
    public TimeSpan? Metas { get; init; }

    internal IEnumerable<(string Name, TimeSpan? Span)> All =>
        [(nameof(Drain), Drain), (nameof(Close), Close), (nameof(Stop), Stop), (nameof(Start), Start), (nameof(Heal), Heal), (nameof(Metas), Metas)];

    internal MaintenanceOptions Apply(MaintenanceOptions usual) => usual with
    {
        DrainDeadline = Drain ?? usual.DrainDeadline,
        CloseDeadline = Close ?? usual.CloseDeadline,
        StopDeadline = Stop ?? usual.StopDeadline,
        StartDeadline = Start ?? usual.StartDeadline,
        HealDeadline = Heal ?? usual.HealDeadline,
        MetaDeadline = Metas ?? usual.MetaDeadline,
    };
}
