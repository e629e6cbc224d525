namespace Nightshift.Runs;

/// <summary>A hold from the moment its old value is journaled until that value is seen back.</summary>
internal sealed class TakenHold(IRunContext context, HoldDefinition hold) : IAsyncDisposable
{
    private string? _before;

    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        var scope = context.Scope($"hold {hold.Setting}");
        _before = await scope.StepAsync(ReadStep(), cancellationToken);
        if (_before == hold.Value) return;
        try
        {
            await scope.StepAsync(WriteStep("set", _before, hold.Value, new PlannedHold(hold.Setting, _before, hold.Value), null), cancellationToken);
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
        await context.WayOut($"release {hold.Setting}").StepAsync(WriteStep("put back", hold.Value, before, null, hold.Setting));
    }

    private StepDefinition<string> ReadStep() => new()
    {
        Name = "read",
        Description = $"read {hold.Setting}",
        Kind = StepKind.Observation,
        Execute = attempt => hold.Read(attempt.CancellationToken),
        Plan = async plan =>
        {
            var now = await hold.Read(CancellationToken.None);
            plan.Hold(new PlannedHold(hold.Setting, now, hold.Value));
            return now;
        },
        Report = before => $"{hold.Setting} is {before}",
    };

    private StepDefinition<Nothing> WriteStep(string name, string from, string to, PlannedHold? holding, string? releasing) => new()
    {
        Name = name,
        Description = $"{name} {hold.Setting}: {from} → {to}",
        Execute = async attempt =>
        {
            attempt.Waiting($"sets {hold.Setting} to {to}");
            await hold.Write(to, attempt.CancellationToken);
            var seen = await hold.Read(attempt.CancellationToken);
            if (seen != to) throw new InvalidOperationException($"{hold.Setting} was set to {to} and reads {seen}");
            return Nothing.Value;
        },
        Probe = async attempt => await hold.Read(attempt.CancellationToken) == to ? new Probe<Nothing>.Done(Nothing.Value) : new Probe<Nothing>.Run(),
        Plan = plan => Task.FromResult(Nothing.Value),
        Holding = holding,
        Releasing = releasing,
    };
}
