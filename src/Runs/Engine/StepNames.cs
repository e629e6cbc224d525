namespace Nightshift.Runs.Engine;

/// <summary>Gives every step of one pass a path of its own: the second of a name in a scope gets <c> (2)</c>.</summary>
internal sealed class StepNames
{
    private readonly Lock _gate = new();
    private readonly HashSet<StepPath> _taken = [];
    private readonly Dictionary<StepPath, int> _counts = [];

    public StepPath Claim(StepPath wanted)
    {
        lock (_gate)
        {
            while (true)
            {
                var count = _counts[wanted] = _counts.GetValueOrDefault(wanted) + 1;
                var path = count == 1 ? wanted : new StepPath($"{wanted.Value} ({count})");
                if (_taken.Add(path)) return path;
            }
        }
    }
}
