using Dapper;
using Microsoft.Data.Sqlite;

namespace Nightshift.Runs.Store.Sqlite;

/// <summary>
/// The tables, as a list of migrations: each was run once on every file, in its order, and is never edited. Times are text in round-trip format, UTC;
/// lease ends are milliseconds since 1970, since they are compared.
/// </summary>
internal static class SqliteSchema
{
    private const string Runs = """
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

    /// <summary>Locks of people, the record of what belongs to no run, and the refused commands of all runs by their time.</summary>
    private const string LocksOfPeopleAndAudit = """
        alter table cluster_locks add column person text;
        create table audit (
            sequence integer primary key,
            time text not null,
            payload text not null,
            previous text not null,
            hash text not null);
        create trigger audit_is_not_changed before update on audit begin select raise(abort, 'the audit log is append-only'); end;
        create trigger audit_is_not_deleted before delete on audit begin select raise(abort, 'the audit log is append-only'); end;
        create table audit_head (only integer primary key check (only = 1), sequence integer not null, hash text not null);
        insert into audit_head values (1, 0, '');
        create index events_refused on events (time) where kind = 'command-refused';
        """;

    /// <summary>What channels have dealt with, and which of their accounts are whose.</summary>
    private const string Channels = """
        create table channel_taken (key text primary key, time text not null) without rowid;
        create index channel_taken_by_time on channel_taken (time);
        create table channel_links (
            channel text not null,
            account text not null,
            person text not null,
            time text not null,
            primary key (channel, account),
            unique (channel, person)) without rowid;
        """;

    /// <summary>What channels are to say, and have said.</summary>
    private const string ChannelDocuments = """
        create table channel_documents (
            number integer primary key autoincrement,
            space text not null,
            topic text not null,
            name text not null,
            is_open integer not null,
            body text not null,
            changed text not null,
            unique (space, name));
        create index channel_documents_by_topic on channel_documents (space, topic);
        create index channel_documents_open on channel_documents (space) where is_open = 1;
        """;

    private static readonly string[] Migrations = [Runs, LocksOfPeopleAndAudit, Channels, ChannelDocuments];

    public static int Version => Migrations.Length;

    /// <summary>Brings the file to this version in one transaction; what is in it stays.</summary>
    /// <exception cref="StoreException">A newer version wrote the file.</exception>
    public static void Prepare(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        connection.Execute("create table if not exists schema_version (version integer not null)", transaction: transaction);
        var found = connection.QuerySingleOrDefault<long?>("select version from schema_version", transaction: transaction);
        if (found > Version)
            throw new StoreException($"{connection.DataSource} has schema version {found}; this program knows versions up to {Version}. Start the newer one.");
        foreach (var migration in Migrations.Skip((int)(found ?? 0))) connection.Execute(migration, transaction: transaction);
        connection.Execute(found is null ? "insert into schema_version values (@Version)" : "update schema_version set version = @Version", new { Version }, transaction);
        transaction.Commit();
    }
}
