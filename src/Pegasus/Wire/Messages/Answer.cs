namespace Nightshift.Pegasus.Wire;

/// <summary>An answer with the error inside it, the second layer after the envelope's.</summary>
/// <param name="Hint">What the server adds for people; null when nothing.</param>
internal readonly record struct Answer<T>(string Error, T Value, string? Hint = null)
{
    public bool IsOk => Error == Client.ErrorNames.Ok;
}

/// <summary>An answer that says nothing but its error.</summary>
internal readonly record struct Nothing;
