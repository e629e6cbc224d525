using Nightshift.Clusters;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>
/// Sees, inside a step that depends on them, that settings stand on the meta server that leads now, and sets them again where a new leader has others. Values that were as
/// wanted before this run, and so were not held by it, are set again too: that is what they were.
/// </summary>
internal sealed class StandingHolds(MaintenanceServices services, IReadOnlyList<HoldDefinition> holds)
{
    private Endpoint? _leader;
    private long? _looked;

    /// <summary>One more whenever queued proposals may have been lost: another leader, or a level set anew.</summary>
    public int Generation { get; private set; }

    /// <summary>Looks at most once per <see cref="MaintenanceOptions.HoldsLook"/>.</summary>
    public async Task See(StepAttempt attempt, CancellationToken cancellationToken)
    {
        if (_looked is { } looked && attempt.Time.GetElapsedTime(looked) < services.Options.HoldsLook) return;
        var leader = await services.Meta.Leader(cancellationToken);
        if (_leader is { } before && before != leader)
        {
            Generation++;
            attempt.Note($"meta server {leader} leads now, {before} did before");
        }

        foreach (var hold in holds) await See(hold, leader, attempt, cancellationToken);
        _leader = leader;
        _looked = attempt.Time.GetTimestamp();
    }

    /// <summary>The next look is not put off: something hints at a change.</summary>
    public void Doubt() => _looked = null;

    private async Task See(HoldDefinition hold, Endpoint leader, StepAttempt attempt, CancellationToken cancellationToken)
    {
        var value = await hold.Read(cancellationToken);
        if (value == hold.Value) return;
        attempt.Note($"{hold.Setting} is {value} on meta server {leader} although this run needs {hold.Value}, as after a change of leader; it is set again");
        await hold.Write(hold.Value, cancellationToken);
        Generation++;
        var seen = await hold.Read(cancellationToken);
        if (seen != hold.Value) throw new MaintenanceRefusedException($"{hold.Setting} was set to {hold.Value} on meta server {leader} and reads {seen}");
    }
}
