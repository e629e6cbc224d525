namespace Nightshift.Pegasus.Guards;

/// <summary>The bounds of the guards of one cluster.</summary>
internal sealed record GuardLimits
{
    /// <summary>A forced move takes some milliseconds; one that the meta server has to mend, its round of 10 s.</summary>
    public TimeSpan PrimarylessFor { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>From the first step with a node to the last.</summary>
    public TimeSpan NodeBudget { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>While the run itself sets a setting or puts it back, and until it has set it again on a new leader.</summary>
    public TimeSpan HoldLostFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>There is no leader for as long as ZooKeeper's session lasts, 30 s by the code's default, and then it reads its state.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(60);

    public static GuardLimits Of(GuardSettings settings)
    {
        var usual = new GuardLimits();
        return new GuardLimits
        {
            PrimarylessFor = settings.PrimarylessFor ?? usual.PrimarylessFor,
            NodeBudget = settings.NodeBudget ?? usual.NodeBudget,
            HoldLostFor = settings.HoldLostFor ?? usual.HoldLostFor,
            Grace = settings.Grace ?? usual.Grace,
        };
    }
}
