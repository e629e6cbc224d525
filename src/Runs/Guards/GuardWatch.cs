using Nightshift.Runs.Journal;

namespace Nightshift.Runs.Guards;

/// <summary>Evaluates the guards of one run, each on a task of its own, and journals when one is violated and when it holds again.</summary>
internal sealed class GuardWatch : IAsyncDisposable
{
    private readonly IReadOnlyList<GuardDefinition> _guards;
    private readonly RunJournal _journal;
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly CancellationTokenSource _stop;
    private Task _watching = Task.CompletedTask;

    /// <param name="interval">Between the end of one reading and the begin of the next.</param>
    public GuardWatch(IReadOnlyList<GuardDefinition> guards, RunJournal journal, TimeProvider time, TimeSpan interval, CancellationToken halted)
    {
        (_guards, _journal, _time, _interval) = (guards, journal, time, interval);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(halted);
    }

    public void Start() => _watching = Task.WhenAll(_guards.Select(guard => Task.Run(() => WatchAsync(guard))));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync(GuardDefinition guard)
    {
        var reader = new GuardReader(guard, _time);
        try
        {
            while (true)
            {
                if (await reader.ReadAsync(_stop.Token) is { } reading) await JournalAsync(guard, reading);
                await Task.Delay(_interval, _time, _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The run ended or is handed over.
        }
        catch (Exception e) when (e is Store.StoreException or Store.FencedException)
        {
            // The journal has told the execution, which stops before its next effect.
        }
    }

    private Task<bool> JournalAsync(GuardDefinition guard, GuardReading reading) => _journal.PostAsync(run =>
    {
        var violated = run.Violated.Any(violation => violation.Name == guard.Name);
        if (violated != reading.Holds || !run.State.IsUnderWay()) return Proposal.Of(false);
        return reading.Holds
            ? Proposal.Of(true, new GuardHolds(guard.Name, reading.Sentence))
            : Proposal.Of(true, (IReadOnlyList<RunEvent>)(RunTransitions.Takes(run.State, RunTrigger.GuardViolated) ? [new GuardViolated(guard.Name, reading.Sentence)] : []));
    });
}
