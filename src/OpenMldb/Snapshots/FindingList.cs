using System.Collections.Immutable;

namespace Nightshift.OpenMldb.Snapshots;

/// <summary>
/// Collects findings. Past the limit of one kind of thing they are only counted, so that a dead tablet does not fill a page.
/// </summary>
internal sealed class FindingList(int limitPerThing)
{
    private readonly ImmutableArray<Finding>.Builder _findings = ImmutableArray.CreateBuilder<Finding>();
    private readonly Dictionary<string, (int Count, FindingKind Worst)> _seen = new(StringComparer.Ordinal);

    public void Add(FindingKind kind, string thing, string name, string reason, string nextStep)
    {
        var (count, worst) = _seen.GetValueOrDefault(thing, (0, FindingKind.Notice));
        _seen[thing] = (count + 1, kind < worst ? kind : worst);
        if (count < limitPerThing)
            _findings.Add(new Finding(kind, name.Length == 0 ? thing : $"{thing} {name}", reason, nextStep));
    }

    public HealthReport ToReport()
    {
        foreach (var (thing, (count, worst)) in _seen)
        {
            if (count > limitPerThing)
                _findings.Add(new Finding(worst, thing, $"{count - limitPerThing} more findings like these", "mend the ones above first and check again"));
        }

        return new HealthReport([.. _findings.OrderBy(f => f.Kind)]);
    }
}
