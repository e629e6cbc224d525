using Nightshift.Runs;

namespace Nightshift.OpenMldb.Tests.Maintenance.Support;

/// <summary>A plan that remembers what it was told.</summary>
internal sealed class TestPlan : PlanBuilder
{
    public List<string> Risks { get; } = [];

    public List<string> Details { get; } = [];

    public override StepPath Path => new("");

    public override void Describe(string sentence)
    {
    }

    public override void Detail(string line) => Details.Add(line);

    public override void Impact(PlanImpact impact)
    {
    }

    public override void Hold(PlannedHold hold)
    {
    }

    public override void Digest(string name, string sha256)
    {
    }

    public override void Risk(RiskTier tier, string sentence) => Risks.Add(sentence);

    public override void Obstacle(string sentence) => throw new InvalidOperationException(sentence);
}
