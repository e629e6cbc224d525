using System.Text.Json;
using System.Text.RegularExpressions;

namespace Nightshift.Pegasus.Client.Commands;

/// <summary>
/// <c>server-info</c>: <c>Pegasus Server 2.4.0 (sha) Release, Started at 2024-01-01 00:00:00</c> up to 2.5, afterwards JSON {version, build_type, git_SHA, start_time}
/// (<c>src/server/main.cpp</c>, <c>src/server/server_utils.cpp</c>).
/// </summary>
internal static partial class ServerInfoReply
{
    public static ServerInfo Parse(CallSite call, string text)
    {
        if (!text.StartsWith('{'))
        {
            var words = Words().Match(text);
            return words.Success
                ? new ServerInfo(words.Groups["version"].Value, words.Groups["commit"].Value, words.Groups["start"].Value, Generation.Addresses)
                : throw CommandReplies.Unintelligible(call, text);
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            return new ServerInfo(Field(json, "version"), Field(json, "git_SHA"), Field(json, "start_time"), Generation.HostNames);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw CommandReplies.Unintelligible(call, text);
        }
    }

    private static string Field(JsonDocument json, string name) =>
        json.RootElement.GetProperty(name).GetString() is { Length: > 0 and < 200 } value ? Printable.Of(value) : throw new JsonException();

    [GeneratedRegex(
        @"\APegasus Server (?<version>[!-~]{1,100}) \((?<commit>[^)\r\n]{0,100})\) [^\r\n]{1,100}, Started at (?<start>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?)\s*\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();
}
