using System.Globalization;
using System.Text.Json;

namespace Nightshift.Pegasus.Client.Http;

/// <summary>What the pages say. Every value in a table is a JSON text, numbers too. Pure.</summary>
internal static class PageTexts
{
    /// <summary>One text of an object; null when the object lacks it.</summary>
    public static string? Field(CallSite call, string page, string name)
    {
        using var json = Parse(call, page);
        if (json.RootElement.ValueKind != JsonValueKind.Object)
            throw Unintelligible(call, page);
        if (!json.RootElement.TryGetProperty(name, out var value))
            return null;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw Unintelligible(call, page);
    }

    public static string Required(CallSite call, string page, string name) => Field(call, page, name) ?? throw Unintelligible(call, page);

    /// <summary><c>/config?name=</c>: an object with "value", or the error as bare text.</summary>
    public static string? Config(CallSite call, string page)
    {
        if (page.StartsWith(ErrorNames.ObjectNotFound, StringComparison.Ordinal))
            return null;
        return Required(call, page, "value");
    }

    /// <summary>A perf counter as <c>/perfCounter?name=</c> has it, live: {"name", "value": "3.00", "type", "description"}; null when there is none of that name.</summary>
    public static long? Counter(CallSite call, string page) => Field(call, page, "value") is { } text ? Whole(call, page, text) : null;

    /// <summary>Values of a server's metrics: {"entities": [{"metrics": [{"name", "value"}]}]}. A name that is missing is missing.</summary>
    public static IReadOnlyDictionary<string, long> Metrics(CallSite call, string page)
    {
        using var json = Parse(call, page);
        try
        {
            return json.RootElement.GetProperty("entities").EnumerateArray()
                .SelectMany(e => e.GetProperty("metrics").EnumerateArray())
                .ToDictionary(m => m.GetProperty("name").GetString()!, m => m.GetProperty("value").GetInt64(), StringComparer.Ordinal);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw Unintelligible(call, page);
        }
    }

    /// <summary>The remote command perf-counters-by-prefix, up to 10 s old: {"result": "OK", "counters": [{"name", "type", "value"}]}.</summary>
    public static IReadOnlyDictionary<string, long> Counters(CallSite call, string text)
    {
        using var json = Parse(call, text);
        try
        {
            if (json.RootElement.GetProperty("result").GetString() != "OK")
                throw Unintelligible(call, text);
            return json.RootElement.GetProperty("counters").EnumerateArray()
                .ToDictionary(c => c.GetProperty("name").GetString()!, c => (long)c.GetProperty("value").GetDouble(), StringComparer.Ordinal);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw Unintelligible(call, text);
        }
    }

    private static long Whole(CallSite call, string page, string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
        && value == decimal.Truncate(value) && value is >= 0 and <= int.MaxValue
            ? (long)value
            : throw Unintelligible(call, page);

    private static JsonDocument Parse(CallSite call, string page)
    {
        try
        {
            return JsonDocument.Parse(page);
        }
        catch (JsonException)
        {
            throw Unintelligible(call, page);
        }
    }

    private static UnintelligibleAnswerException Unintelligible(CallSite call, string page) =>
        new(call, $"{call.Prefix} answered {call.Method} with \"{Printable.Of(page)}\", which is not understood.");
}
