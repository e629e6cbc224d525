namespace Nightshift.Runs.Planning;

/// <summary>What the steps of one pass in plan mode said. Branches add to it at the same time; the order is that of the calls.</summary>
internal sealed class CollectedPlan
{
    private readonly Lock _gate = new();
    private readonly List<PlannedStep> _steps = [];
    private readonly List<PlanImpact> _impacts = [];
    private readonly List<PlannedHold> _holds = [];
    private readonly SortedDictionary<string, string> _digests = new(StringComparer.Ordinal);
    private readonly List<PlannedRisk> _risks = [];
    private readonly List<string> _obstacles = [];
    private readonly List<PictureStage> _stages = [];

    public void Add(PlannedStep step)
    {
        lock (_gate) _steps.Add(step);
    }

    public void Add(PlannedHold hold)
    {
        lock (_gate) _holds.Add(hold);
    }

    public void Add(PlannedRisk risk)
    {
        lock (_gate) _risks.Add(risk);
    }

    public void Add(PictureStage stage)
    {
        lock (_gate) _stages.Add(stage);
    }

    public void AddDigest(string name, string sha256)
    {
        lock (_gate) _digests[name] = sha256;
    }

    public void AddObstacle(string sentence)
    {
        lock (_gate) _obstacles.Add(sentence);
    }

    public void Add(PlanImpact impact)
    {
        lock (_gate)
        {
            var at = _impacts.FindIndex(known => known.Subject == impact.Subject);
            if (at < 0) _impacts.Add(impact);
            else _impacts[at] = Sum(_impacts[at], impact);
        }
    }

    public Plan ToPlan(RunRequest request, Fingerprint fingerprint, Func<IReadOnlyList<PlannedStep>, TimeSpan?> expect)
    {
        lock (_gate)
        {
            var plan = new Plan(
                "", request.Cluster, request.Command, [.. _steps], [.. _impacts], [.. _holds], new SortedDictionary<string, string>(_digests, StringComparer.Ordinal),
                [.. _risks.Distinct()], [.. _obstacles.Distinct()], fingerprint, PlanRisk.TierOf(_risks, _impacts), expect(_steps))
            {
                Picture = PictureBounds.Of(_stages),
            };
            return plan with { Hash = PlanHash.Of(request, plan) };
        }
    }

    public IReadOnlyList<string> StepNames
    {
        get
        {
            lock (_gate) return [.. _steps.Select(step => new StepPath(step.Path).Name).Distinct()];
        }
    }

    private static PlanImpact Sum(PlanImpact one, PlanImpact other) => new(
        one.Subject,
        one.LeadersMoved + other.LeadersMoved,
        one.ReplicasAdded + other.ReplicasAdded,
        one.PartitionsAway + other.PartitionsAway,
        one.ReplicasAway + other.ReplicasAway,
        one.Bytes is null && other.Bytes is null ? null : (one.Bytes ?? 0) + (other.Bytes ?? 0));
}
