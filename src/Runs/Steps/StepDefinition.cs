namespace Nightshift.Runs;

/// <summary>One named, journaled unit of a run. <typeparamref name="T"/> is stored as JSON and returned by replays without running the step again.</summary>
public sealed record StepDefinition<T>
{
    /// <summary>One segment of the step's path; the same in every replay. A repeated name in one scope gets the suffix <c> (2)</c>, <c> (3)</c>, …</summary>
    public required string Name { get; init; }

    /// <summary>A sentence for people, without a full stop: <c>move the leader of demo.orders[3] to 127.0.0.1:10922</c>.</summary>
    public required string Description { get; init; }

    public StepKind Kind { get; init; } = StepKind.Effect;

    /// <summary>Does the work. Called again, with the next <see cref="StepAttempt.Number"/>, when people decide to retry.</summary>
    public required Func<StepAttempt, Task<T>> Execute { get; init; }

    /// <summary>
    /// Asked when a journal ends inside this step: did it happen? Required of every effect; observations and gates are simply run again.
    /// A probe that throws counts as <see cref="Probe{T}.Unknown"/>.
    /// </summary>
    public Func<StepAttempt, Task<Probe<T>>>? Probe { get; init; }

    /// <summary>In plan mode: describe the effect in the plan and return the result that the rest of the plan should build on. Without it
    /// an observation is executed and an effect adds its description and returns <c>default</c>.</summary>
    public Func<PlanBuilder, Task<T>>? Plan { get; init; }

    /// <summary>After this long the attempt is cancelled and counts as failed, with the sentence that it last gave as what it waits for.</summary>
    public TimeSpan Deadline
    {
        get => Shortened?.Invoke() ?? field;
        init;
    } = TimeSpan.FromMinutes(10);

    /// <summary>Whether people may decide to go on without this step; it then returns <see cref="SkippedResult"/>.</summary>
    public bool MaySkip { get; init; }

    public T? SkippedResult { get; init; }

    /// <summary>One sentence for the channel once the step is done, from its result; null says nothing beyond the description.</summary>
    public Func<T, string?>? Report { get; init; }

    /// <summary>Another deadline for the attempt that begins; null leaves it as it is.</summary>
    internal Func<TimeSpan?>? Shortened { get; init; }

    /// <summary>The command with which a person would do this by hand; shown when a step of the way out was given up.</summary>
    public string? ByHand { get; init; }

    /// <summary>The answers that people choose from, when this step only asks them.</summary>
    internal IReadOnlyList<string>? Choices { get; init; }

    /// <summary>The hold that is outstanding from the intent of this step on.</summary>
    internal PlannedHold? Holding { get; init; }

    /// <summary>How a person puts <see cref="Holding"/> back.</summary>
    internal string? HoldingByHand { get; init; }

    /// <summary>The hold that this step reads, sets or puts back.</summary>
    internal HoldTicket? Hold { get; init; }

    /// <summary>Whether <see cref="Hold"/> ends with the success of this step.</summary>
    internal bool Releases { get; init; }
}

/// <summary>The result of steps that have nothing to tell.</summary>
public readonly record struct Nothing
{
    public static readonly Nothing Value;
}
