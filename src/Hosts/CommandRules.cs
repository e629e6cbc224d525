using System.Text;
using System.Text.RegularExpressions;

namespace Nightshift.Hosts;

/// <summary>What may be in a command, a path and an environment.</summary>
internal static partial class CommandRules
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    internal static IReadOnlyList<string> Arguments(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0 || arguments[0].Length == 0)
            throw new ArgumentException("a command needs a program", nameof(arguments));
        if (arguments[0][0] == '-')
            throw new ArgumentException($"a program's name cannot begin with a dash: {arguments[0]}", nameof(arguments));
        foreach (var argument in arguments)
            Bytes(argument);
        return [.. arguments];
    }

    internal static string Path(string path)
    {
        Bytes(path);
        return path.StartsWith('/') ? path : throw new ArgumentException($"a path on a host must be absolute: '{path}'", nameof(path));
    }

    internal static IReadOnlyDictionary<string, string> Environment(IReadOnlyDictionary<string, string> environment)
    {
        foreach (var (name, value) in environment)
        {
            if (!VariableName().IsMatch(name))
                throw new ArgumentException($"'{name}' cannot name an environment variable", nameof(environment));
            Bytes(value);
        }

        return new SortedDictionary<string, string>(environment.ToDictionary(), StringComparer.Ordinal);
    }

    internal static TimeSpan Positive(TimeSpan span) =>
        span > TimeSpan.Zero ? span : throw new ArgumentOutOfRangeException(nameof(span), span, "a command needs time");

    internal static int NotNegative(int count) =>
        count >= 0 ? count : throw new ArgumentOutOfRangeException(nameof(count), count, "a count cannot be negative");

    /// <summary>UTF-8, with what no argument list can hold refused.</summary>
    internal static byte[] Bytes(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("a NUL cannot be passed to a command");
        try
        {
            return Strict.GetBytes(text);
        }
        catch (EncoderFallbackException e)
        {
            throw new ArgumentException("a lone surrogate is not text", e);
        }
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex VariableName();
}
