using System.Text;
using Dapper;
using Nightshift.Runs.Audit;
using Nightshift.Runs.Store;
using Nightshift.Runs.Store.Sqlite;
using Nightshift.Runs.Tests.Support;
using static Nightshift.Runs.Tests.Support.Harness;

namespace Nightshift.Runs.Tests.Audit;

/// <summary>Two runs, and two entries of the audit log; then something is changed behind the program's back.</summary>
public class AuditVerifyTests
{
    [Fact]
    public async Task Verify_Untouched_CountsEverything()
    {
        await using var harness = new Harness();
        var store = await FillAsync(harness);

        var check = await Verify(store);

        Assert.Equal((2, 14, 2L, null), (check.Runs, check.Events, check.Entries!.Value, check.Broken));
        Assert.Equal((1, 7, (long?)null, null), await OfOne(store, 2));
    }

    [Theory]
    [InlineData("update events set payload = replace(payload, 'operator', 'operatur') where run = 2 and sequence = 1", 1)]
    [InlineData("update events set payload = payload || ' ' where run = 2 and sequence = 5", 5)]
    [InlineData("update events set time = replace(time, 'T', ' ') where run = 2 and sequence = 3", 3)]
    [InlineData("update events set time = substr(time, 1, 26) || case substr(time, 27, 1) when '0' then '1' else '0' end || 'Z' where run = 2 and sequence = 3", 3)]
    [InlineData("update events set time = 'yesterday' where run = 2 and sequence = 3", 3)]
    [InlineData("update events set payload = x'00ff' where run = 2 and sequence = 6", 6)]
    [InlineData("update events set kind = char(27) || '[2J' where run = 2 and sequence = 3", 3)]
    [InlineData("update events set kind = 'approved' where run = 2 and sequence = 2", 2)]
    [InlineData("update events set kind = 'Queued' where run = 2 and sequence = 3", 3)]
    [InlineData("update events set previous = replace(previous, substr(previous, 1, 1), 'g') where run = 2 and sequence = 4", 4)]
    [InlineData("update events set hash = upper(hash) where run = 2 and sequence = 4", 4)]
    [InlineData("update events set sequence = 70 where run = 2 and sequence = 7", 7)]
    [InlineData("delete from events where run = 2 and sequence = 7", 7)]
    [InlineData("delete from events where run = 2 and sequence > 4", 5)]
    [InlineData("delete from events where run = 2", 1)]
    [InlineData("insert into events select 2, 8, time, kind, payload, previous, hash from events where run = 2 and sequence = 7", 8)]
    [InlineData("update events set run = 3 where run = 2 and sequence = 7; pragma foreign_keys = off", 7)]
    [InlineData("update sources set text = text || ' '", 1)]
    [InlineData("delete from sources where hash <> ''", 1)]
    [InlineData("update runs set last_hash = '' where id = 2", 7)]
    [InlineData("update runs set state = 'Failed' where id = 2", 7)]
    [InlineData("update runs set requested_by = 'mallory' where id = 2", 7)]
    [InlineData("delete from events where run = 2 and sequence = 7; update runs set last_sequence = 6, last_hash = (select hash from events where run = 2 and sequence = 6) where id = 2", 6)]
    [InlineData("delete from events where run = 2; delete from leases where run = 2; delete from cluster_locks; delete from runs where id = 2", 1)]
    public async Task Verify_ChangedJournal_NamesRunAndPosition(string change, long sequence)
    {
        await using var harness = new Harness();
        var store = await FillAsync(harness);
        Change(harness, change);

        var broken = (await Verify(store)).Broken;

        Assert.Equal((new RunId(change.Contains("sources", StringComparison.Ordinal) ? 1 : 2), sequence), (broken!.Run!.Value, broken.Sequence));
    }

    [Theory]
    [InlineData("update audit set payload = replace(payload, 'oncall', 'oncalm') where sequence = 1", 1)]
    [InlineData("update audit set time = replace(time, 'T', ' ') where sequence = 2", 2)]
    [InlineData("update audit set previous = upper(previous) where sequence = 2", 2)]
    [InlineData("update audit set hash = upper(hash) where sequence = 1", 1)]
    [InlineData("delete from audit where sequence = 1", 1)]
    [InlineData("delete from audit where sequence = 2", 2)]
    [InlineData("delete from audit", 1)]
    [InlineData("delete from audit_head", 1)]
    [InlineData("update audit_head set hash = ''", 2)]
    public async Task Verify_ChangedAuditLog_NamesTheEntry(string change, long sequence)
    {
        await using var harness = new Harness();
        var store = await FillAsync(harness);
        Change(harness, change);

        var broken = (await Verify(store)).Broken;

        Assert.Equal((null, sequence), (broken!.Run, broken.Sequence));
        Assert.StartsWith("the audit log: entry ", broken.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_OneByteOfTheFileChanged_IsFoundAtItsEvent()
    {
        await using var harness = new Harness();
        await FillAsync(harness);
        using (var connection = new SqliteConnections(harness.File).Open()) connection.Execute("pragma wal_checkpoint(truncate)");
        var bytes = await File.ReadAllBytesAsync(harness.File);
        var at = bytes.AsSpan().LastIndexOf(Encoding.UTF8.GetBytes("stop it"));
        Assert.True(at > 0);
        bytes[at] ^= 1;
        var copy = harness.File + ".copy";
        await File.WriteAllBytesAsync(copy, bytes);

        await using var store = SqliteRunStore.Open(copy);
        var broken = (await Verify(store)).Broken;

        Assert.NotNull(broken!.Run);
        Assert.Matches("^event \\d ", broken.Reason);
        Assert.EndsWith("is not what was written: its hash differs", broken.Reason, StringComparison.Ordinal);
    }

    /// <summary>Nothing in the store can tell; a hash noted elsewhere can.</summary>
    [Fact]
    public async Task Verify_WholeChainWrittenAnew_IsFoundByAnAnchorOnly()
    {
        await using var harness = new Harness();
        var store = await FillAsync(harness);
        var anchor = (await new AuditVerifier(store, null).VerifyAsync(new RunId(2), default)).LastHash!;
        Assert.Null((await new AuditVerifier(store, anchor.ToUpperInvariant()).VerifyAsync(null, default)).Broken);

        Forge(harness);

        Assert.Null((await Verify(store)).Broken);
        Assert.Equal(
            $"nothing has the hash {anchor} any more: what was written up to there was written anew",
            (await new AuditVerifier(store, anchor).VerifyAsync(new RunId(2), default)).Broken!.Reason);
        Assert.NotNull((await new AuditVerifier(store, anchor).VerifyAsync(null, default)).Broken);
    }

    [Fact]
    public async Task Verify_UnknownRun_Throws()
    {
        await using var harness = new Harness();
        await Assert.ThrowsAsync<KeyNotFoundException>(() => new AuditVerifier(harness.OpenStore(), null).VerifyAsync(new RunId(9), default));
    }

    [Fact]
    public async Task AuditLog_CannotBeChangedThroughSql()
    {
        await using var harness = new Harness();
        await FillAsync(harness);
        using var connection = new SqliteConnections(harness.File).Open();

        Assert.Throws<Microsoft.Data.Sqlite.SqliteException>(() => connection.Execute("update audit set payload = '{}'"));
        Assert.Throws<Microsoft.Data.Sqlite.SqliteException>(() => connection.Execute("delete from audit"));
    }

    internal static async Task<SqliteRunStore> FillAsync(Harness harness)
    {
        var store = harness.OpenStore();
        var runs = await harness.StartAsync(new DelegateProgram((context, stopping) => context.StepAsync(Steps.Do("stop", () => { }), stopping)), store);
        await RunAsync(runs);
        await RunAsync(runs);
        var log = new AuditLog(store, TimeProvider.System);
        await log.RecordAsync(new AuditEntry(OnCall, "test", "lock", AuditOutcome.Done, "locked: disk", "demo"), default);
        await log.RecordAsync(new AuditEntry(new PersonId("stranger"), "test", "upgrade", AuditOutcome.Refused, "/upgrade tablet all"), default);
        return store;
    }

    private static Task<AuditCheck> Verify(SqliteRunStore store) => new AuditVerifier(store, null).VerifyAsync(null, default);

    private static async Task<(int, int, long?, AuditBreak?)> OfOne(SqliteRunStore store, long run)
    {
        var check = await new AuditVerifier(store, null).VerifyAsync(new RunId(run), default);
        return ((int)check.Runs, (int)check.Events, check.Entries, check.Broken);
    }

    private static void Change(Harness harness, string sql)
    {
        using var connection = new SqliteConnections(harness.File).Open();
        connection.Execute(
            """
            pragma foreign_keys = off;
            drop trigger events_are_not_changed; drop trigger events_are_not_deleted; drop trigger audit_is_not_changed; drop trigger audit_is_not_deleted;
            """);
        Assert.NotEqual(0, connection.Execute(sql));
    }

    /// <summary>As somebody would who has the file and the program's source.</summary>
    private static void Forge(Harness harness)
    {
        using var connection = new SqliteConnections(harness.File).Open();
        connection.Execute("drop trigger events_are_not_changed");
        var previous = Runs.Journal.JournalChain.Start;
        foreach (var row in connection.Query<EventRow>($"select {EventRow.Columns} from events where run = 2 order by sequence").Select(row => row.ToJournal()).ToList())
        {
            var forged = Runs.Journal.JournalChain.Link(new RunId(2), row.Sequence, row.Time.AddHours(-1), row.Kind, row.Payload, previous);
            connection.Execute(
                "update events set time = @time, previous = @Previous, hash = @Hash where run = 2 and sequence = @Sequence",
                new { time = Runs.Journal.JournalChain.Time(forged.Time), forged.Previous, forged.Hash, forged.Sequence });
            previous = forged.Hash;
        }
        connection.Execute("update runs set last_hash = @previous where id = 2", new { previous });
    }
}
