using Nightshift.Runs.Engine;
using Nightshift.Runs.Journal;

namespace Nightshift.Runs.Guards;

/// <summary>Evaluates the guards of one run, each on a task of its own, and journals when one is violated and when it holds again.</summary>
internal sealed class GuardWatch : IAsyncDisposable
{
    private readonly IReadOnlyList<GuardDefinition> _guards;
    private readonly RunJournal _journal;
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly RunExecution _watched;
    private readonly CancellationTokenSource _stop;
    private Task _watching = Task.CompletedTask;

    /// <param name="interval">Between the end of one reading and the begin of the next.</param>
    public GuardWatch(IReadOnlyList<GuardDefinition> guards, RunJournal journal, TimeProvider time, TimeSpan interval, RunExecution watched)
    {
        (_guards, _journal, _time, _interval, _watched) = (guards, journal, time, interval, watched);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(watched.Halted);
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
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // The run ended or is handed over; a reading that was cut off may say so in its own way.
        }
        catch (Exception e)
        {
            // Nothing is watched any more, or nothing can be written: no other effect may begin.
            _watched.Halt(e);
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
