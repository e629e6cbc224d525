using Dapper;
using Microsoft.Data.Sqlite;
using Nightshift.Runs.Audit;
using Nightshift.Runs.Journal;
using Nightshift.Runs.Store;
using Nightshift.Runs.Store.Sqlite;
using Nightshift.Runs.Tests.Support;

namespace Nightshift.Runs.Tests.Store;

public class MigrationTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Open_FileOfVersion1_KeepsEverythingAndCanDoWhatVersion2Can()
    {
        await using var harness = new Harness();
        var before = FirstVersion.Make(harness.File);

        var store = harness.OpenStore();

        using var connection = new SqliteConnections(harness.File).Open();
        Assert.Equal(SqliteSchema.Version, connection.ExecuteScalar<long>("select version from schema_version"));
        Assert.Equal(before, FirstVersion.Dump(connection));
        Assert.Equal(new ClusterLock("demo", new RunId(1), "/restart tablet all", 4, Now), await store.FindLockAsync("demo", default));
        Assert.Null((await new AuditVerifier(store, null).VerifyAsync(null, default)).Broken);
        await new AuditLog(store, TimeProvider.System).RecordAsync(new AuditEntry(Harness.Operator, "test", "lock", AuditOutcome.Done, "locked"), default);
    }

    [Fact]
    public async Task Open_FileOfVersion1WithALockedRun_LetsItsOwnerGoOn()
    {
        await using var harness = new Harness();
        FirstVersion.Make(harness.File);
        var runs = await harness.StartAsync(context => context.StepAsync(Steps.Do("stop", () => { })));

        // Its lease was given back, so whoever starts takes it up.
        Assert.Equal(RunState.Succeeded, (await Harness.EndAsync(runs, new RunId(1))).Summary.State);
    }

    [Fact]
    public async Task Open_MigrationThatFails_LeavesVersion1AsItWas()
    {
        await using var harness = new Harness();
        var before = FirstVersion.Make(harness.File);
        using (var connection = new SqliteConnections(harness.File).Open()) connection.Execute("create table audit_head (somebody text)");

        Assert.Contains("cannot be prepared", Assert.Throws<StoreException>(() => SqliteRunStore.Open(harness.File)).Message, StringComparison.Ordinal);

        using var left = new SqliteConnections(harness.File).Open();
        Assert.Equal(1, left.ExecuteScalar<long>("select version from schema_version"));
        Assert.Equal(before, FirstVersion.Dump(left));
        Assert.Throws<SqliteException>(() => left.Execute("select person from cluster_locks"));
    }

    [Fact]
    public async Task Open_ByTwoAtOnce_MigratesOnce()
    {
        await using var harness = new Harness();
        FirstVersion.Make(harness.File);

        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => SqliteRunStore.Open(harness.File))));

        foreach (var store in stores) await store.DisposeAsync();
        using var connection = new SqliteConnections(harness.File).Open();
        Assert.Equal([(long)SqliteSchema.Version], connection.Query<long>("select version from schema_version"));
    }
}
