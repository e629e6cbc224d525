using System.Text.RegularExpressions;

namespace Nightshift.Hosts;

/// <summary>
/// Names one detached command on a host for good: 1 to 128 of letters, digits, dot, dash and underscore, beginning with a letter or digit.
/// An id is remembered for <see cref="HostsOptions.DetachedRetention"/> after its command ended.
/// </summary>
public readonly partial record struct DetachedId
{
    private readonly string? _value;

    /// <exception cref="FormatException">The text is not an id.</exception>
    public DetachedId(string value) =>
        _value = Shape().IsMatch(value) ? value : throw new FormatException($"'{value}' is not an id of a detached command");

    public string Value => _value ?? throw new InvalidOperationException("the id was never set");

    public override string ToString() => Value;

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,127}\z")]
    private static partial Regex Shape();
}
