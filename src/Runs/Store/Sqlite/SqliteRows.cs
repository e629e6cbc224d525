using System.Globalization;
using Nightshift.Runs.Journal;
using Nightshift.Runs.Ownership;

namespace Nightshift.Runs.Store.Sqlite;

/// <summary>Rows as Dapper reads them.</summary>
internal sealed class RunRow
{
    public const string Columns = "id, state, cluster, command, requested_by as requestedBy, requested, started, ended, reason, last_sequence as lastSequence, last_hash as lastHash";

    public long Id { get; set; }
    public string State { get; set; } = "";
    public string Cluster { get; set; } = "";
    public string Command { get; set; } = "";
    public string RequestedBy { get; set; } = "";
    public string Requested { get; set; } = "";
    public string? Started { get; set; }
    public string? Ended { get; set; }
    public string? Reason { get; set; }
    public long LastSequence { get; set; }
    public string LastHash { get; set; } = "";

    public RunSummary ToSummary() => new(
        new RunId(Id),
        Enum.Parse<RunState>(State),
        Cluster,
        Command,
        new PersonId(RequestedBy),
        SqliteTime.Read(Requested),
        Started is null ? null : SqliteTime.Read(Started),
        Ended is null ? null : SqliteTime.Read(Ended),
        Reason);
}

internal sealed class EventRow
{
    public const string Columns = "sequence, time, kind, payload, previous, hash";

    /// <summary>As text whatever somebody made of them, so that a check can say where they are.</summary>
    public const string RawColumns =
        "sequence, cast(time as text) as time, cast(kind as text) as kind, cast(payload as text) as payload, cast(previous as text) as previous, cast(hash as text) as hash";

    public long Sequence { get; set; }
    public string Time { get; set; } = "";
    public string Kind { get; set; } = "";
    public string Payload { get; set; } = "";
    public string Previous { get; set; } = "";
    public string Hash { get; set; } = "";

    /// <summary>A time that is not written as it is hashed was changed; the beginning of time, which takes its place, breaks the chain there.</summary>
    public JournalRow ToJournal() => new(Sequence, SqliteTime.ReadExactly(Time) ?? DateTimeOffset.MinValue, Kind, Payload, Previous, Hash);

    public StoredEvent ToStored() => new(Sequence, Time, Kind, Payload, Previous, Hash);
}

internal sealed class LeaseRow
{
    public const string Columns = "run, host, boot, pid_space as pidSpace, pid, process_started as processStarted, instance, fence, expires";

    public long Run { get; set; }
    public string Host { get; set; } = "";
    public string Boot { get; set; } = "";
    public string PidSpace { get; set; } = "";
    public int Pid { get; set; }
    public long ProcessStarted { get; set; }
    public int Instance { get; set; }
    public long Fence { get; set; }
    public long Expires { get; set; }

    public Lease ToLease() => new(
        new RunId(Run),
        new Owner(Host, Boot, PidSpace, Pid, ProcessStarted, Instance),
        Fence,
        DateTimeOffset.FromUnixTimeMilliseconds(Expires));
}

internal sealed class LockRow
{
    public string Cluster { get; set; } = "";
    public long? Run { get; set; }
    public string? Person { get; set; }
    public string Reason { get; set; } = "";
    public long Fence { get; set; }
    public string Since { get; set; } = "";

    public bool IsFree => Run is null && Person is null;

    public ClusterLock? ToLock() => Run is { } run ? new ClusterLock(Cluster, new RunId(run), Reason, Fence, SqliteTime.Read(Since)) : null;

    public ClusterLockView? ToView() => IsFree
        ? null
        : new ClusterLockView(Cluster, Run is { } run ? new RunId(run) : null, Person is { } person ? new PersonId(person) : null, Reason, SqliteTime.Read(Since));
}

internal static class SqliteTime
{
    public static DateTimeOffset Read(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>Null when the text is not exactly what <see cref="JournalChain.Time"/> writes.</summary>
    public static DateTimeOffset? ReadExactly(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && JournalChain.Time(time) == text ? time : null;

    public static string? Write(DateTimeOffset? time) => time is { } known ? JournalChain.Time(known) : null;
}
