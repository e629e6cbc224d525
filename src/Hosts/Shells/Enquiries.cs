using System.Globalization;

namespace Nightshift.Hosts.Shells;

/// <summary>Our own questions to a host: scripts whose enquiry() answers by exit code and output.</summary>
internal static class Enquiries
{
    /// <param name="library">Scripts that come before, the one with enquiry() last.</param>
    internal static Script Enquiry(
        this HostsOptions options, string what, ReadOnlySpan<string> library, params IReadOnlyList<string> arguments) =>
        new(what, ScriptText.Of(["frame", .. library, "enquire"]), arguments)
        {
            Timeout = options.EnquiryTimeout,
            // They end by themselves, or when their input does.
            EndOnGiveUp = false,
        };

    /// <summary>N of "exit N".</summary>
    internal static int ExitCode(this ScriptAnswer answer, HostAddress host) =>
        answer.End.Split(' ') is ["exit", var code] && int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new HostProtocolException(host, $"an answer ended with '{answer.End}': {answer.Stderr.Excerpt}");

    /// <exception cref="HostProtocolException">It was longer than any answer can be.</exception>
    internal static string WholeText(this ScriptAnswer answer, HostAddress host) => answer.Stdout.Truncated
        ? throw new HostProtocolException(host, $"an answer of {answer.Stdout.Length} bytes is too long")
        : answer.Stdout.Text;
}
