namespace Nightshift.Runs;

/// <summary>The answer to "did this effect happen?", asked of the live world after a crash.</summary>
public abstract record Probe<T>
{
    private Probe()
    {
    }

    /// <summary>It happened; this is its result.</summary>
    public sealed record Done(T Result) : Probe<T>;

    /// <summary>It did not happen, or <c>Execute</c> looks at the live state and carries on from wherever it stands: run it.</summary>
    public sealed record Run : Probe<T>;

    /// <summary>Nobody can tell: people decide.</summary>
    public sealed record Unknown(string Reason) : Probe<T>;
}
