using Dapper;
using Microsoft.Data.Sqlite;
using Nightshift.Runs.Journal;
using Nightshift.Runs.Store.Sqlite;

namespace Nightshift.Runs.Tests.Store;

/// <summary>A store as the first version of the schema made it: its own statements, never edited, with a run that has its cluster and one that ended.</summary>
internal static class FirstVersion
{
    private const string Tables = """
        create table schema_version (version integer not null);
        insert into schema_version values (1);
        create table sources (hash text primary key, text text not null) without rowid;
        create table runs (
            id integer primary key autoincrement,
            state text not null,
            cluster text not null,
            command text not null,
            requested_by text not null,
            requested text not null,
            started text,
            ended text,
            reason text,
            last_sequence integer not null,
            last_hash text not null);
        create index runs_by_end on runs (ended);
        create table events (
            run integer not null references runs (id),
            sequence integer not null,
            time text not null,
            kind text not null,
            payload text not null,
            previous text not null,
            hash text not null,
            primary key (run, sequence)) without rowid;
        create trigger events_are_not_changed before update on events begin select raise(abort, 'the journal is append-only'); end;
        create trigger events_are_not_deleted before delete on events begin select raise(abort, 'the journal is append-only'); end;
        create table leases (
            run integer primary key references runs (id),
            host text not null,
            boot text not null,
            pid_space text not null,
            pid integer not null,
            process_started integer not null,
            instance integer not null,
            fence integer not null,
            expires integer not null);
        create table cluster_locks (
            cluster text primary key,
            run integer references runs (id),
            reason text not null,
            fence integer not null,
            since text not null) without rowid;
        create table step_times (id integer primary key, name text not null, milliseconds integer not null);
        create index step_times_by_name on step_times (name, id);
        """;

    private static readonly string[] Dumped =
    [
        "select * from sources order by hash", "select * from runs order by id", "select * from events order by run, sequence", "select * from leases order by run",
        "select cluster, run, reason, fence, since from cluster_locks order by cluster", "select * from step_times order by id",
    ];

    /// <summary>Returns everything that is in it, as text.</summary>
    public static string Make(string file)
    {
        using var connection = new SqliteConnections(file).Open();
        connection.Execute(Tables);
        const string text = "await Restart();";
        connection.Execute("insert into sources values (@hash, @text)", new { hash = JournalChain.Sha256(text), text });
        AddRun(connection, 1, "Running", null, Running(JournalChain.Sha256(text)));
        AddRun(connection, 2, "Rejected", "2026-03-01T02:00:00.0000000Z", Rejected(JournalChain.Sha256(text)));
        connection.Execute("insert into cluster_locks values ('demo', 1, '/restart tablet all', 4, '2026-03-01T02:00:00.0000000Z')");
        connection.Execute("insert into step_times (name, milliseconds) values ('stop', 1200)");
        return Dump(connection);
    }

    public static string Dump(SqliteConnection connection) => string.Join('\n', Dumped.SelectMany(select => connection
        .Query(select)
        .Select(row => string.Join('|', ((IDictionary<string, object?>)row).Select(cell => $"{cell.Key}={cell.Value}")))));

    private static void AddRun(SqliteConnection connection, long id, string state, string? ended, (string Kind, string Payload)[] events)
    {
        connection.Execute(
            """
            insert into runs (id, state, cluster, command, requested_by, requested, started, ended, reason, last_sequence, last_hash)
            values (@id, @state, 'demo', '/restart tablet all', 'operator', '2026-03-01T02:00:00.0000000Z', null, @ended, null, 0, '')
            """,
            new { id, state, ended });
        var previous = JournalChain.Start;
        var time = new DateTimeOffset(2026, 3, 1, 2, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < events.Length; i++)
        {
            var row = JournalChain.Link(new RunId(id), i + 1, time, events[i].Kind, events[i].Payload, previous);
            connection.Execute(
                "insert into events values (@id, @Sequence, @time, @Kind, @Payload, @Previous, @Hash)",
                new { id, row.Sequence, time = JournalChain.Time(row.Time), row.Kind, row.Payload, row.Previous, row.Hash });
            previous = row.Hash;
        }
        connection.Execute("update runs set last_sequence = @count, last_hash = @previous where id = @id", new { count = events.Length, previous, id });
        connection.Execute("insert into leases values (@id, 'elsewhere', 'boot', 'pids', 7, 1, 1, 3, 0)", new { id });
    }

    // As they were written then: payloads without anything that came later.
    private static string Request(string source) =>
        $$$"""{"Cluster":"demo","Command":"/restart tablet all","Playbook":"restart.csx","Options":"{}","Sources":[{"Path":"restart.csx","Hash":"{{{source}}}"}],"RequestedBy":"operator","Channel":"test","Policy":{"Approvers":0,"ValidFor":"01:00:00"}}""";

    private const string Plan =
        """{"Plan":{"Hash":"abc","Cluster":"demo","Command":"/restart tablet all","Steps":[],"Impacts":[],"Holds":[],"Digests":{},"Risks":[],"Obstacles":[],"Fingerprint":{"Facts":{}},"Tier":"Low","Expected":null},"Drift":[],"Confirm":false}""";

    private static (string Kind, string Payload)[] Running(string source) =>
    [
        ("requested", Request(source)), ("plan-made", Plan), ("queued", """{"Behind":null,"Reason":null}"""), ("started", """{"LockFence":4,"Process":"elsewhere:7"}"""),
    ];

    private static (string Kind, string Payload)[] Rejected(string source) =>
        [("requested", Request(source)), ("plan-made", Plan), ("rejected", """{"Person":"oncall","Reason":"not tonight"}""")];
}
