using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Nightshift.Runs.Store;

namespace Nightshift.Runs.Audit;

/// <summary>
/// JSON lines. A payload is written as it is stored, byte for byte, so that its hash can be checked from the line; one that is no JSON any more is written as a
/// text. Fields of an event, in order: run, sequence, time, kind, payload, hash, previous; of a source: source (its hash), text.
/// </summary>
internal static class AuditExport
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<long> AllAsync(IAuditStore store, TextWriter writer, CancellationToken cancellationToken)
    {
        var lines = 0L;
        foreach (var run in await store.RunsAsync(cancellationToken))
            if (await store.ReadStoredAsync(run, cancellationToken) is { } stored) lines += await WriteAsync(stored, writer);
        foreach (var entry in (await store.ReadStoredAuditAsync(cancellationToken)).Entries)
        {
            await writer.WriteLineAsync(Line(null, entry with { Kind = "audit" }));
            lines++;
        }
        return lines;
    }

    public static async Task<long> RunAsync(IAuditStore store, RunId run, TextWriter writer, CancellationToken cancellationToken) =>
        await WriteAsync(await FindAsync(store, run, cancellationToken), writer);

    public static async Task<long> HistoryAsync(IAuditStore store, RunId run, TextWriter writer, CancellationToken cancellationToken)
    {
        var stored = await FindAsync(store, run, cancellationToken);
        foreach (var (hash, text) in stored.Sources.OrderBy(source => source.Key, StringComparer.Ordinal)) await writer.WriteLineAsync(SourceLine(hash, text));
        return stored.Sources.Count + await WriteAsync(stored, writer);
    }

    private static async Task<StoredJournal> FindAsync(IAuditStore store, RunId run, CancellationToken cancellationToken) =>
        await store.ReadStoredAsync(run, cancellationToken) ?? throw new KeyNotFoundException($"there is no run {run}");

    private static async Task<long> WriteAsync(StoredJournal stored, TextWriter writer)
    {
        foreach (var row in stored.Events) await writer.WriteLineAsync(Line(stored.Head.Summary.Id, row));
        return stored.Events.Count;
    }

    private static string Line(RunId? run, StoredEvent row) => Write(json =>
    {
        if (run is { } id) json.WriteNumber("run", id.Value);
        else json.WriteNull("run");
        json.WriteNumber("sequence", row.Sequence);
        json.WriteString("time", row.Time);
        json.WriteString("kind", row.Kind);
        json.WritePropertyName("payload");
        if (Payload.IsJson(row.Payload) && !row.Payload.AsSpan().ContainsAny('\n', '\r')) json.WriteRawValue(row.Payload);
        else json.WriteStringValue(row.Payload);
        json.WriteString("hash", row.Hash);
        json.WriteString("previous", row.Previous);
    });

    private static string SourceLine(string hash, string text) => Write(json =>
    {
        json.WriteString("source", hash);
        json.WriteString("text", text);
    });

    private static string Write(Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Json))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
