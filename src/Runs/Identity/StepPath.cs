namespace Nightshift.Runs;

/// <summary>
/// The identity of a step: the names of its scopes and its own, joined by <c>/</c>. It does not depend on the moment at which the step
/// is met, so that parallel branches replay the same.
/// </summary>
public readonly record struct StepPath(string Value)
{
    public static readonly StepPath Root = new("");

    /// <summary>The path of a child. A <c>/</c> inside a name is written <c>∕</c> (U+2215), so that a name is always one segment.</summary>
    public StepPath Child(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var segment = name.Replace('/', '∕');
        return new StepPath(Value.Length == 0 ? segment : $"{Value}/{segment}");
    }

    public string Name => Value[(Value.LastIndexOf('/') + 1)..];

    public StepPath Parent => new(Value.LastIndexOf('/') is var cut and >= 0 ? Value[..cut] : "");

    public override string ToString() => Value;
}
