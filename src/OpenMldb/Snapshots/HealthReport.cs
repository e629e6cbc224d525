using System.Collections.Immutable;

namespace Nightshift.OpenMldb.Snapshots;

/// <summary>One thing that is not as it should be, or could not be seen.</summary>
/// <param name="Thing">What it is about: <c>tablet 10.0.0.12:10921</c>, <c>partition bank.tx[0]</c>.</param>
/// <param name="Reason">What was seen.</param>
/// <param name="NextStep">What a person should do.</param>
public sealed record Finding(FindingKind Kind, string Thing, string Reason, string NextStep)
{
    public override string ToString() => $"{Thing}: {Reason}; {NextStep}";
}

/// <summary>How much a finding matters.</summary>
public enum FindingKind
{
    /// <summary>Could not be read. Unsafe.</summary>
    Unknown,

    /// <summary>Data or service is at risk, or a maintenance would make it so.</summary>
    Unhealthy,

    /// <summary>Worth knowing; does not stop maintenance.</summary>
    Notice,
}

/// <summary>What a check found.</summary>
public sealed record HealthReport(ImmutableArray<Finding> Findings)
{
    /// <summary>Nothing unhealthy and nothing unknown.</summary>
    public bool IsHealthy => Findings.All(f => f.Kind == FindingKind.Notice);

    public IEnumerable<Finding> Obstacles => Findings.Where(f => f.Kind != FindingKind.Notice);
}

/// <summary>What a check asks for.</summary>
public sealed record HealthLimits
{
    /// <summary>Binlog records that a follower may be behind. Not 0: offsets are read moments apart, and there may be writes.</summary>
    public ulong MaxLag { get; init; } = 1000;

    /// <summary>Ops that failed later than this count; null: any failed op counts.</summary>
    public DateTimeOffset? FailedOpsSince { get; init; }

    /// <summary>Loaded state is checked against the tablets' own account; needs a snapshot taken with Live.</summary>
    public bool RequireLoaded { get; init; } = true;

    /// <summary>Hour of the tablets' nightly snapshots (<c>make_snapshot_time</c>), in their local time; null: not checked.</summary>
    public int? SnapshotHour { get; init; } = 23;

    /// <summary>Time zone of the tablets.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Endpoints that are expected to be absent, such as the tablet under maintenance.</summary>
    public ImmutableArray<Clusters.Endpoint> Except { get; init; } = [];
}
