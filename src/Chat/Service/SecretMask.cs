using System.Text.RegularExpressions;

namespace Nightshift.Chat.Service;

/// <summary>
/// Takes secrets out of what somebody typed, before it is recorded: the values of options whose name tells of one (<c>--password x</c>, <c>--api-token=x</c>,
/// quoted too), and every secret that the configuration refers to.
/// </summary>
/// <param name="secrets">Shorter ones than four characters are part of any text and are not looked for.</param>
public sealed partial class SecretMask(IReadOnlyList<string> secrets)
{
    public const string Masked = "***";
    private const int Shortest = 4;

    // The longest first: one may be the beginning of another.
    private readonly string[] _secrets = [.. secrets.Where(secret => secret.Length >= Shortest).Distinct(StringComparer.Ordinal).OrderByDescending(secret => secret.Length)];

    public string Mask(string text) =>
        Options().Replace(_secrets.Aggregate(text, (masked, secret) => masked.Replace(secret, Masked, StringComparison.Ordinal)), "$1" + Masked);

    /// <summary>The name up to its value, and the value: up to the next blank that is not in quotes.</summary>
    [GeneratedRegex("""((?:--|[—–])[\w-]*(?:password|passwd|secret|token)[\w-]*(?:=|\s+))(?:"(?:\\.|[^"\\])*(?:"|$)|'[^']*(?:'|$)|\\.|[^\s"'\\])+""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Options();
}
