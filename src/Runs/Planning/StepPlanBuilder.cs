namespace Nightshift.Runs.Planning;

/// <summary>The plan as one step sees it.</summary>
internal sealed class StepPlanBuilder(CollectedPlan plan, StepPath path, string description) : PlanBuilder
{
    private readonly List<string> _details = [];

    public override StepPath Path => path;

    public string Description { get; private set; } = description;

    public IReadOnlyList<string> Details => _details;

    /// <summary>Whether the step said more of itself than its definition does.</summary>
    public bool Spoke { get; private set; }

    public override void Describe(string sentence) => (Description, Spoke) = (sentence, true);

    public override void Detail(string line)
    {
        _details.Add(line);
        Spoke = true;
    }

    public override void Impact(PlanImpact impact) => plan.Add(impact);

    public override void Hold(PlannedHold hold) => plan.Add(hold);

    public override void Digest(string name, string sha256) => plan.AddDigest(name, sha256);

    public override void Picture(PictureStage stage) => plan.Add(stage);

    public override void Risk(RiskTier tier, string sentence) => plan.Add(new PlannedRisk(tier, sentence));

    public override void Obstacle(string sentence) => plan.AddObstacle(sentence);
}
