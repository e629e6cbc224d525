namespace Nightshift.Runs.Faults;

/// <summary>The faults of one run, over all processes that carry it on: each strikes once, several at one step in the order of the plan.</summary>
public sealed class FaultPlan
{
    private readonly Lock _gate = new();
    private readonly List<PlannedFault> _left;
    private readonly List<PlannedFault> _struck = [];
    private readonly List<StepPath> _met = [];
    private readonly Dictionary<StepPath, int> _ordinals = [];

    private FaultPlan(IEnumerable<PlannedFault> faults) => _left = [.. faults];

    /// <summary>Without any fault, a run is only watched.</summary>
    public static FaultPlan Of(params IEnumerable<PlannedFault> faults) => new(faults);

    /// <summary>Every step that was asked for, in order, each once.</summary>
    public IReadOnlyList<StepPath> Met
    {
        get
        {
            lock (_gate) return [.. _met];
        }
    }

    public IReadOnlyList<PlannedFault> Struck
    {
        get
        {
            lock (_gate) return [.. _struck];
        }
    }

    /// <summary>Takes note that a step was asked for.</summary>
    internal void Meet(StepPath path)
    {
        lock (_gate)
        {
            if (!_ordinals.TryAdd(path, _met.Count + 1)) return;
            _met.Add(path);
        }
    }

    /// <summary>What strikes the next attempt of the step; null when nothing does. It stays planned.</summary>
    internal FaultKind? Next(StepPath path)
    {
        lock (_gate) return Find(path)?.Kind;
    }

    /// <summary>Strikes this attempt of the step, if anything is planned for it.</summary>
    internal FaultKind? Strike(StepPath path)
    {
        lock (_gate)
        {
            if (Find(path) is not { } fault) return null;
            _left.Remove(fault);
            _struck.Add(fault);
            return fault.Kind;
        }
    }

    private PlannedFault? Find(StepPath path) =>
        _left.Find(fault => fault.Path == path || (fault.Ordinal is { } ordinal && _ordinals.GetValueOrDefault(path) == ordinal));
}
