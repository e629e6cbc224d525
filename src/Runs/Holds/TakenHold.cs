namespace Nightshift.Runs;

/// <summary>
/// A hold from the moment its old value is journaled until that value is seen back. Several of one run may hold a setting at the same value: each
/// is journaled by itself, all know the value from before the first, and the last one out puts it back.
/// </summary>
internal sealed class TakenHold(IRunContext context, HoldDefinition hold) : IAsyncDisposable
{
    private readonly HoldTicket _ticket = new(hold.Setting);
    private string? _before;

    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        var scope = context.Scope($"hold {hold.Setting}");
        _before = await scope.StepAsync(ReadStep(), cancellationToken);
        if (_before == hold.Value) return;
        try
        {
            await scope.StepAsync(SetStep(_before), cancellationToken);
        }
        catch (RunAbandonedException)
        {
            // The value may have been set although the step was given up.
            await DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_before is null || _before == hold.Value) return;
        var before = _before;
        _before = null;
        await context.WayOut($"release {hold.Setting}").StepAsync(PutBackStep(before));
    }

    private StepDefinition<string> ReadStep() => new()
    {
        Name = "read",
        Description = $"read {hold.Setting}",
        Kind = StepKind.Observation,
        Execute = async attempt => Held(attempt)?.FirstOrDefault()?.Before ?? await hold.Read(attempt.CancellationToken),
        Plan = async plan =>
        {
            var now = await hold.Read(CancellationToken.None);
            plan.Hold(new PlannedHold(hold.Setting, now, hold.Value));
            return now;
        },
        Report = before => $"{hold.Setting} is {before}",
        Hold = _ticket,
    };

    private StepDefinition<Nothing> SetStep(string before) => new()
    {
        Name = "set",
        Description = $"set {hold.Setting}: {before} → {hold.Value}",
        Execute = attempt => WriteAsync(attempt, hold.Value),
        Probe = attempt => ProbeAsync(attempt, hold.Value),
        Plan = _ => Task.FromResult(Nothing.Value),
        Hold = _ticket,
        Holding = new PlannedHold(hold.Setting, before, hold.Value),
        HoldingByHand = ByHand(before),
    };

    private StepDefinition<Nothing> PutBackStep(string before) => new()
    {
        Name = "put back",
        Description = $"put back {hold.Setting}: {hold.Value} → {before}",
        Execute = async attempt =>
        {
            if (IsLastOut(attempt)) return await WriteAsync(attempt, before);
            attempt.Note($"{hold.Setting} stays as it is: this was not the last to hold it");
            return Nothing.Value;
        },
        Probe = async attempt => IsLastOut(attempt) ? await ProbeAsync(attempt, before) : new Probe<Nothing>.Done(Nothing.Value),
        Plan = _ => Task.FromResult(Nothing.Value),
        Hold = _ticket,
        Releases = true,
        ByHand = ByHand(before),
    };

    private string? ByHand(string before) => hold.ByHand?.Replace("{before}", before, StringComparison.Ordinal);

    /// <summary>False also when the setting was never touched, since the run was stopped before.</summary>
    private bool IsLastOut(StepAttempt attempt) => Held(attempt) is not { } held || held.Select(taken => taken.Path).SequenceEqual([_ticket.TakenAt!.Value]);

    /// <summary>Everything in this run that holds the setting at the same value. A hold at another value inside this one is put back to this one's.</summary>
    private IEnumerable<Journal.HoldTaken>? Held(StepAttempt attempt) =>
        attempt.Holds?.Where(taken => taken.Setting == hold.Setting && taken.Value == hold.Value);

    private async Task<Nothing> WriteAsync(StepAttempt attempt, string to)
    {
        attempt.Waiting($"sets {hold.Setting} to {to}");
        await hold.Write(to, attempt.CancellationToken);
        var seen = await hold.Read(attempt.CancellationToken);
        return seen == to ? Nothing.Value : throw new InvalidOperationException($"{hold.Setting} was set to {to} and reads {seen}");
    }

    private async Task<Probe<Nothing>> ProbeAsync(StepAttempt attempt, string wanted) =>
        await hold.Read(attempt.CancellationToken) == wanted ? new Probe<Nothing>.Done(Nothing.Value) : new Probe<Nothing>.Run();
}
