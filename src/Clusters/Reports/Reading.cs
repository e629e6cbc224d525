using System.Diagnostics.CodeAnalysis;

namespace Nightshift.Clusters;

/// <summary>
/// A fact that was read, or the reason why it could not be. Unknown is unsafe: there is no default value to fall back on.
/// </summary>
public readonly struct Reading<T>
{
    private readonly T? _value;
    private readonly string? _reason;

    private Reading(T? value, string? reason, bool known)
    {
        _value = value;
        _reason = reason;
        IsKnown = known;
    }

    [MemberNotNullWhen(false, nameof(Reason))]
    public bool IsKnown { get; }

    /// <summary>Why it is unknown; null when it is known.</summary>
    public string? Reason => IsKnown ? null : _reason ?? "it was not read";

    /// <exception cref="InvalidOperationException">It is unknown; the message is the reason.</exception>
    public T Value => IsKnown ? _value! : throw new InvalidOperationException($"Not known: {Reason}");

    public static Reading<T> Known(T value) => new(value, null, true);

    public static Reading<T> Unknown(string reason) => new(default, reason, false);

    public bool TryGet([MaybeNullWhen(false)] out T value)
    {
        value = _value;
        return IsKnown;
    }

    public override string ToString() => IsKnown ? $"{_value}" : $"unknown ({Reason})";
}
