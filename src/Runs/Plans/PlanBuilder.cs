namespace Nightshift.Runs;

/// <summary>Collects what the steps of a run would do. Handed to <see cref="StepDefinition{T}.Plan"/> with the step's path already set.</summary>
public abstract class PlanBuilder
{
    public abstract StepPath Path { get; }

    /// <summary>Replaces the step's description in the plan by one that knows the live state.</summary>
    public abstract void Describe(string sentence);

    /// <summary>Adds a line of detail below the step.</summary>
    public abstract void Detail(string line);

    /// <summary>What is at stake for one subject (a table); several calls for the same subject add up.</summary>
    public abstract void Impact(PlanImpact impact);

    /// <summary>A setting that is changed for a while.</summary>
    public abstract void Hold(PlannedHold hold);

    /// <summary>Something that must be exactly this when the run starts: a release's digest, a configuration's.</summary>
    public abstract void Digest(string name, string sha256);

    /// <summary>What becomes of the replicas while one node is in question; one stage per call, in the order in which the plan shows them. Builders that draw nothing take no notice.</summary>
    public virtual void Picture(PictureStage stage)
    {
    }

    /// <summary>A risk that people must approve by name; raises the tier.</summary>
    public abstract void Risk(RiskTier tier, string sentence);

    /// <summary>The plan cannot be carried out as it is: it is shown, with all its obstacles, and never offered for approval.</summary>
    public abstract void Obstacle(string sentence);
}
