using System.Text.Json;

namespace Nightshift.Pegasus.Client.Commands;

/// <summary>
/// What remote commands answer: a text up to 2.5, JSON afterwards, told apart by the first letter. The envelope says ERR_OK even when the command is unknown, so only
/// texts that are known count. Pure.
/// </summary>
internal static class CommandReplies
{
    private const string BlackListName = "assign_secondary_black_list";

    /// <exception cref="WrongRequestException">The server does not know the command.</exception>
    public static string Known(CallSite call, string command, string text) =>
        text.AsSpan().TrimEnd().SequenceEqual($"unknown command '{command}'")
            ? throw new WrongRequestException(call, $"{call.Prefix} does not know the command {command}; it is too old or new for it, or does not lead.")
            : text;

    /// <summary>A setting that was asked for.</summary>
    public static string Value(CallSite call, string command, string text)
    {
        if (IsJson(text))
            return ValueOf(call, command, text);
        if (text.StartsWith("get ok: ", StringComparison.Ordinal) && command == MetaSetting.BlackList)
            return text["get ok: ".Length..];
        if (IsRefusal(text))
            throw Refused(call, text);
        return text.Length is > 0 and <= 32 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.') && text != "OK" ? text : throw Unintelligible(call, text);
    }

    /// <summary>That something was done.</summary>
    public static void Done(CallSite call, string text)
    {
        if (IsJson(text))
            Parsed(call, text).Dispose();
        else if (IsRefusal(text))
            throw Refused(call, text);
        else if (text is not ("OK" or "set ok" or "clear ok"))
            throw Unintelligible(call, text);
    }

    /// <summary>True: ERR_OK; false: ERR_OBJECT_NOT_FOUND.</summary>
    public static bool Killed(CallSite call, string text) => text switch
    {
        ErrorNames.Ok => true,
        ErrorNames.ObjectNotFound => false,
        _ when text.StartsWith("ERR_", StringComparison.Ordinal) => throw Refused(call, text),
        _ => throw Unintelligible(call, text),
    };

    /// <summary><c>12 processed, 0 not found</c> and one line for each replica.</summary>
    public static void Triggered(CallSite call, string text)
    {
        if (IsRefusal(text))
            throw Refused(call, text);
        var words = text.Split(' ', 4);
        if (words is not [var count, "processed,", _, ..] || !int.TryParse(count, out _))
            throw Unintelligible(call, text);
    }

    public static UnintelligibleAnswerException Unintelligible(CallSite call, string text) =>
        new(call, $"{call.Prefix} answered {call.Method} with \"{Printable.Of(text)}\", which is not understood.");

    private static string ValueOf(CallSite call, string command, string text)
    {
        using var json = Parsed(call, text);
        if (!json.RootElement.TryGetProperty(command, out var value) && !json.RootElement.TryGetProperty(BlackListName, out value))
            throw Unintelligible(call, text);
        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            _ => throw Unintelligible(call, text),
        };
    }

    /// <summary>An object whose "error" is "ok".</summary>
    private static JsonDocument Parsed(CallSite call, string text)
    {
        JsonDocument? json = null;
        try
        {
            json = JsonDocument.Parse(text);
            if (!json.RootElement.TryGetProperty("error", out var error) || error.ValueKind != JsonValueKind.String)
                throw Unintelligible(call, text);
            if (error.GetString() != "ok")
                throw Refused(call, error.GetString()!);
            return json;
        }
        catch (Exception e)
        {
            json?.Dispose();
            if (e is JsonException)
                throw Unintelligible(call, text);
            throw;
        }
    }

    private static bool IsJson(string text) => text.AsSpan().TrimStart().StartsWith("{", StringComparison.Ordinal);

    private static bool IsRefusal(string text) =>
        text.StartsWith("ERR", StringComparison.Ordinal) || text.StartsWith("invalid argument", StringComparison.Ordinal);

    private static RefusedByClusterException Refused(CallSite call, string text) =>
        new(call, Printable.Of(text), $"{call.Prefix} refused {call.Method} ({Printable.Of(text)}); {Advice.For(text)}.");
}
