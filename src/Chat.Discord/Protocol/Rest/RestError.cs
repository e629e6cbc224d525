using System.Text;
using System.Text.Json;
using Nightshift.Chat.Discord.Protocol.Wire;

namespace Nightshift.Chat.Discord.Protocol.Rest;

/// <summary>
/// The body of an answer that is no success: <c>code</c>, <c>message</c>, and <c>errors</c>, a tree of the request's fields whose leaves are lists of
/// <c>code</c> and <c>message</c>. Source: Discord's API reference, "Error messages".
/// </summary>
/// <param name="Code">Discord's own; 0 where there is none.</param>
/// <param name="Sentence">At most some hundred characters.</param>
/// <param name="RetryAfter">Of an exceeded limit.</param>
internal sealed record RestError(int Code, string Sentence, TimeSpan? RetryAfter, bool IsGlobal, bool IsDiscords)
{
    private const int Longest = 600;

    public static RestError Read(ReadOnlySpan<byte> body)
    {
        try
        {
            if (JsonSerializer.Deserialize(body, WireJson.Default.WireFailure) is { } failure) return From(failure);
        }
        catch (JsonException)
        {
            // not Discord but something before it: its words are a page of HTML
            return new RestError(0, "no error of Discord's own form", null, false, false);
        }
        return new RestError(0, "an empty answer", null, false, false);
    }

    private static RestError From(WireFailure failure)
    {
        var text = new StringBuilder(failure.Message ?? "no message");
        try
        {
            if (failure.Errors is { } errors) Flatten(errors, "", text);
        }
        catch (InvalidOperationException)
        {
            text.Append("; …"); // half a character, whose escape JSON allows
        }
        return new RestError(failure.Code, Cut(text), RateLimitHeaders.Seconds(failure.RetryAfter), failure.Global ?? false, failure is { Message: not null } or { Code: not 0 });
    }

    private static void Flatten(JsonElement node, string path, StringBuilder text)
    {
        if (node.ValueKind != JsonValueKind.Object || text.Length > Longest) return;
        foreach (var property in node.EnumerateObject())
        {
            if (property.NameEquals("_errors"u8)) Leaves(property.Value, path, text);
            else Flatten(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}", text);
        }
    }

    private static void Leaves(JsonElement leaves, string path, StringBuilder text)
    {
        if (leaves.ValueKind != JsonValueKind.Array) return;
        foreach (var leaf in leaves.EnumerateArray())
        {
            if (leaf.ValueKind != JsonValueKind.Object || !leaf.TryGetProperty("message"u8, out var message)) continue;
            var sentence = message.ToString().TrimEnd('.');
            text.Append("; ").Append(path.Length == 0 ? "request" : path).Append(": ").Append(sentence);
        }
    }

    private static string Cut(StringBuilder text) => text.Length <= Longest ? text.ToString() : text.ToString(0, Longest) + "…";
}
