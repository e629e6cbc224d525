namespace Nightshift.Runs;

/// <summary>Who asks, approves or decides: the id of a person in the configuration, never a display name.</summary>
public readonly record struct PersonId(string Value)
{
    /// <summary>The program itself, where a deadline or a restart decides.</summary>
    public static readonly PersonId Nightshift = new("nightshift");

    public override string ToString() => Value;
}
