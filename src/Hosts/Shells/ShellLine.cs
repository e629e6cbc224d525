using System.Text;

namespace Nightshift.Hosts.Shells;

/// <summary>
/// A script and its arguments as one line of printable ASCII that every login shell (sh, dash, bash, also csh and fish) passes on unread:
/// <c>exec /bin/sh -c '…' name</c>, the inside escaped for <c>printf %b</c> (XCU printf, "\0ddd").
/// </summary>
internal static class ShellLine
{
    /// <summary>The name that our shells carry in their argument list, by which they are told from a cluster's processes.</summary>
    internal const string HelperName = "nightshift-helper";

    /// <summary>Linux's MAX_ARG_STRLEN (128 KiB, execve(2)) less room for the shell's own words.</summary>
    internal const int MaxLength = (128 * 1024) - 256;

    /// <exception cref="ArgumentException">The line would be longer than the kernel passes on.</exception>
    internal static string For(ReadOnlySpan<byte> script)
    {
        var line = new StringBuilder("exec /bin/sh -c 'eval \"$(printf %b \"", (script.Length * 2) + 64);
        foreach (var b in script)
            Append(line, b);
        // The last byte is not a newline, which $( ) would cut.
        line.Append("\\0012:\")\"' ").Append(HelperName);
        return line.Length <= MaxLength
            ? line.ToString()
            : throw new ArgumentException($"the command is too long for one call: {line.Length} bytes encoded, {MaxLength} fit");
    }

    private static void Append(StringBuilder line, byte b)
    {
        if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)' ' or (byte)'_' or (byte)'/' or (byte)'.' or (byte)'-' or (byte)'=')
            line.Append((char)b);
        else
            line.Append("\\0").Append((char)('0' + (b >> 6))).Append((char)('0' + ((b >> 3) & 7))).Append((char)('0' + (b & 7)));
    }
}
