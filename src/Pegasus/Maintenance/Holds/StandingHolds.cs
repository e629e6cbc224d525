using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>
/// Sees, inside a step that depends on them, that settings stand on the meta server that leads now, and sets them again where a new leader has others. Values that were as
/// wanted before this run, and so were not held by it, are set again too: that is what they were.
/// </summary>
internal sealed class StandingHolds(MaintenanceServices services, IReadOnlyList<HoldDefinition> holds)
{
    private long? _looked;

    /// <summary>One more whenever queued proposals may have been lost: another leader, or a level set anew.</summary>
    public int Generation { get; private set; }

    /// <summary>The last look is too long ago to act on it: some call has waited for a leader since.</summary>
    public bool IsStale => Ago >= services.Options.HoldsLook * 4;

    private TimeSpan Ago => _looked is { } looked ? services.Time.GetElapsedTime(looked) : TimeSpan.MaxValue;

    /// <summary>What is left of the time that replica servers need to follow a new leader; zero when they do.</summary>
    public TimeSpan UntilFollowed =>
        services.Leadership.SinceChange is { } since && since < services.Options.FollowLeader ? services.Options.FollowLeader - since : TimeSpan.Zero;

    /// <summary>Looks at most once per <see cref="MaintenanceOptions.HoldsLook"/>; waits for a leader.</summary>
    public async Task See(StepAttempt attempt, CancellationToken cancellationToken)
    {
        if (Ago < services.Options.HoldsLook) return;
        await Transient.Outlast(attempt, services.Options, async () =>
        {
            await Look(attempt, cancellationToken);
            return Nothing.Value;
        });
    }

    /// <summary>
    /// Looks all the while that something takes long which needs nothing of the leader, as a process that starts: a server is away meanwhile, and what a new leader begins with
    /// would let it be replaced.
    /// </summary>
    public async Task<T> While<T>(StepAttempt attempt, Func<Task<T>> work)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(attempt.CancellationToken);
        var watching = Watch(attempt, over.Token);
        try
        {
            return await work();
        }
        finally
        {
            await over.CancelAsync();
            await watching;
        }
    }

    /// <summary>Holds nothing up: what cannot be set again is noted, and the guard over held settings judges it.</summary>
    private async Task Watch(StepAttempt attempt, CancellationToken cancellationToken)
    {
        var noted = "";
        try
        {
            while (true)
            {
                try
                {
                    if (Ago >= services.Options.HoldsLook) await Look(attempt, cancellationToken);
                }
                catch (Exception e) when (e is PegasusException or MaintenanceRefusedException)
                {
                    if (!Transient.Is(e) && e.Message != noted) attempt.Note(noted = e.Message);
                }

                await Task.Delay(services.Options.HoldsLook, attempt.Time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The work is over.
        }
    }

    private async Task Look(StepAttempt attempt, CancellationToken cancellationToken)
    {
        var leader = await services.Meta.Leader(cancellationToken);
        if (services.Leadership.Seen(leader) is { } before)
        {
            Generation++;
            attempt.Note($"meta server {leader} leads now, {before} did before");
        }

        foreach (var hold in holds) await See(hold, leader, attempt, cancellationToken);
        _looked = services.Time.GetTimestamp();
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
