using Nightshift.Runs;

namespace Nightshift.Pegasus.Tests.Processes;

internal sealed class TestAttempt(string effect, int number, CancellationToken cancellationToken = default) : StepAttempt
{
    public List<string> Notes { get; } = [];

    public List<string> Waits { get; } = [];

    public override int Number => number;

    public override string EffectId => effect;

    public override TimeProvider Time => TimeProvider.System;

    public override CancellationToken CancellationToken => cancellationToken;

    public override void Waiting(string sentence) => Waits.Add(sentence);

    public override void Note(string line) => Notes.Add(line);
}

internal sealed class TestPlan : PlanBuilder
{
    public List<string> Details { get; } = [];

    public List<string> Obstacles { get; } = [];

    public List<(string Name, string Digest)> Digests { get; } = [];

    public override StepPath Path => new("install");

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

    public override void Digest(string name, string sha256) => Digests.Add((name, sha256));

    public override void Risk(RiskTier tier, string sentence)
    {
    }

    public override void Obstacle(string sentence) => Obstacles.Add(sentence);
}
