using System.Globalization;
using System.Text.Json;
using Nightshift.Runs.Journal;

namespace Nightshift.Runs.Histories;

/// <summary>
/// Reads JSON lines as they were exported. Fields of an event, in order: run, sequence, time, kind, payload, hash, previous; of a source: source, text. The
/// chain of hashes is checked, so a history that was edited is refused.
/// </summary>
internal static class HistoryReader
{
    private const int LongestLine = 16 << 20;

    /// <exception cref="UnreadableHistoryException">It is no history, was changed, or this version does not know what is in it.</exception>
    public static async Task<StoredHistory> ReadAsync(TextReader reader, CancellationToken cancellationToken)
    {
        var sources = new Dictionary<string, string>(StringComparer.Ordinal);
        var rows = new List<JournalRow>();
        RunId? run = null;
        for (var number = 1; await reader.ReadLineAsync(cancellationToken) is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                if (line.Length > LongestLine) throw new FormatException($"it is longer than {LongestLine} characters");
                Take(line, sources, rows, ref run);
            }
            catch (Exception e) when (e is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
            {
                throw new UnreadableHistoryException($"line {number} is none of a history: {e.Message}", e);
            }
        }
        return Check(run ?? throw new UnreadableHistoryException("there is no event in it"), rows, sources);
    }

    private static void Take(string line, Dictionary<string, string> sources, List<JournalRow> rows, ref RunId? run)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        if (root.TryGetProperty("source", out var hash))
        {
            sources[hash.GetString()!] = root.GetProperty("text").GetString()!;
            return;
        }
        var of = new RunId(root.GetProperty("run").GetInt64());
        if (run is { } first && first != of) throw new FormatException($"it is of run {of}, and those before are of run {first}");
        run = of;
        rows.Add(Event(root));
    }

    private static JournalRow Event(JsonElement root)
    {
        var payload = root.GetProperty("payload");
        return new JournalRow(
            root.GetProperty("sequence").GetInt64(),
            Time(root.GetProperty("time").GetString()!),
            root.GetProperty("kind").GetString()!,
            payload.ValueKind == JsonValueKind.String ? payload.GetString()! : payload.GetRawText(),
            root.GetProperty("previous").GetString()!,
            root.GetProperty("hash").GetString()!);
    }

    private static DateTimeOffset Time(string text)
    {
        var time = DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return JournalChain.Time(time) == text ? time : throw new FormatException($"its time '{text}' is not written as exports write it");
    }

    private static StoredHistory Check(RunId run, List<JournalRow> rows, Dictionary<string, string> sources)
    {
        if (JournalChain.FirstBroken(run, rows) is { } broken) throw new UnreadableHistoryException($"run {run}: {broken.Reason}");
        try
        {
            return new StoredHistory(run, rows, sources);
        }
        catch (UnreadableJournalException e)
        {
            throw new UnreadableHistoryException(e.Message, e);
        }
    }
}
