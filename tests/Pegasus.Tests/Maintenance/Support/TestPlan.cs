using Nightshift.Runs;

namespace Nightshift.Pegasus.Tests.Maintenance.Support;

/// <summary>A plan that remembers what it was told.</summary>
internal sealed class TestPlan : PlanBuilder
{
    public List<string> Sentences { get; } = [];

    public List<string> Risks { get; } = [];

    public List<string> Obstacles { get; } = [];

    public List<PlanImpact> Impacts { get; } = [];

    public List<PictureStage> Pictures { get; } = [];

    public override StepPath Path => new("");

    public override void Describe(string sentence) => Sentences.Add(sentence);

    public override void Detail(string line) => Sentences.Add(line);

    public override void Impact(PlanImpact impact) => Impacts.Add(impact);

    public override void Hold(PlannedHold hold)
    {
    }

    public override void Picture(PictureStage stage) => Pictures.Add(stage);

    public override void Digest(string name, string sha256)
    {
    }

    public override void Risk(RiskTier tier, string sentence) => Risks.Add(sentence);

    public override void Obstacle(string sentence) => Obstacles.Add(sentence);
}
