using Nightshift.Onebox.OpenMldb.Messages;

namespace Nightshift.Onebox.OpenMldb.Storage;

/// <summary>One record of a partition's log: a put or a delete.</summary>
internal sealed class LogRecord
{
    public required ulong Offset { get; init; }
    public required ulong Term { get; init; }
    public required long Time { get; init; }
    public required byte[] Value { get; init; }
    public required IReadOnlyList<Dimension> Dimensions { get; init; }
    public MethodType Method { get; init; } = MethodType.Put;

    /// <summary>Set when a later delete took it out of the table.</summary>
    public bool Deleted { get; set; }

    public static LogRecord From(LogEntry entry) => new()
    {
        Offset = entry.LogIndex ?? 0,
        Term = entry.Term ?? 0,
        Time = (long)(entry.Ts ?? 0),
        Value = entry.Value ?? [],
        Dimensions = entry.Dimensions,
        Method = entry.MethodType ?? MethodType.Put,
    };

    public LogEntry ToEntry() => new()
    {
        Term = Term,
        LogIndex = Offset,
        Value = Value,
        Ts = (ulong)Time,
        Dimensions = [.. Dimensions],
        MethodType = Method == MethodType.Delete ? Method : null,
    };
}
