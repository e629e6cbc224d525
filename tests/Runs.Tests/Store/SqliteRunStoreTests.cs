using Dapper;
using Microsoft.Data.Sqlite;
using Nightshift.Runs.Journal;
using Nightshift.Runs.Ownership;
using Nightshift.Runs.Store;
using Nightshift.Runs.Store.Sqlite;
using Nightshift.Runs.Tests.Support;
using static Nightshift.Runs.Tests.Support.Harness;

namespace Nightshift.Runs.Tests.Store;

public class SqliteRunStoreTests
{
    private static readonly Owner Someone = new("here", "boot", "pids", 1, 1, 1);
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Connections_HaveTheSettingsThatDurabilityRestsOn()
    {
        await using var harness = new Harness();
        harness.OpenStore();
        using var connection = new SqliteConnections(harness.File).Open();

        Assert.Equal("wal", connection.ExecuteScalar<string>("pragma journal_mode"));
        Assert.Equal(2, connection.ExecuteScalar<long>("pragma synchronous"));
        Assert.Equal(1, connection.ExecuteScalar<long>("pragma foreign_keys"));
    }

    [Fact]
    public async Task Open_FileOfANewerVersion_IsRefused()
    {
        await using var harness = new Harness();
        harness.OpenStore();
        using (var connection = new SqliteConnections(harness.File).Open()) connection.Execute("update schema_version set version = 99");

        var refused = Assert.Throws<StoreException>(() => SqliteRunStore.Open(harness.File));

        Assert.Contains("schema version 99", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_WhereNoFileCanBe_SaysWhere()
    {
        await using var harness = new Harness();
        Directory.CreateDirectory(harness.File);

        Assert.Contains("runs.db", Assert.Throws<StoreException>(() => SqliteRunStore.Open(harness.File)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Append_ByAStaleLease_IsFencedAndLeavesNothing()
    {
        await using var harness = new Harness();
        var store = harness.OpenStore();
        var lease = await CreateAsync(store);
        var taken = await store.TakeLeaseAsync(lease.Run, Someone with { Pid = 2 }, lease.Fence, Now.AddMinutes(1), default);

        await Assert.ThrowsAsync<FencedException>(() => AppendAsync(store, lease.Run, new Fences(lease.Fence, null)));
        Assert.Single(await store.ReadAsync(lease.Run, 0, default));
        await AppendAsync(store, lease.Run, new Fences(taken!.Fence, null));
        Assert.Equal(2, (await store.ReadAsync(lease.Run, 0, default)).Count);
        await Assert.ThrowsAsync<FencedException>(() => store.RenewLeaseAsync(lease, Now.AddMinutes(2), default));
        Assert.Null(await store.TakeLeaseAsync(lease.Run, Someone, lease.Fence, Now.AddMinutes(1), default));
    }

    [Fact]
    public async Task Append_UnderALockThatWasTakenAgain_IsFenced()
    {
        await using var harness = new Harness();
        var store = harness.OpenStore();
        var lease = await CreateAsync(store);
        var first = (await store.TryLockAsync(lease, "demo", "upgrade", Now, default)).Taken!;
        var second = (await store.TryLockAsync(lease, "demo", "upgrade", Now, default)).Taken!;

        Assert.True(second.Fence > first.Fence);
        await Assert.ThrowsAsync<FencedException>(() => AppendAsync(store, lease.Run, new Fences(lease.Fence, first.Fence)));
        await AppendAsync(store, lease.Run, new Fences(lease.Fence, second.Fence));
    }

    [Fact]
    public async Task Append_OnAnOldEnd_Conflicts()
    {
        await using var harness = new Harness();
        var store = harness.OpenStore();
        var lease = await CreateAsync(store);
        var head = (await store.FindAsync(lease.Run, default))!;
        await AppendAsync(store, lease.Run, null);

        await Assert.ThrowsAsync<ConflictException>(() => AppendAsync(store, lease.Run, null, head));
    }

    [Fact]
    public async Task TryLock_WhileAnotherRunHasIt_NamesThatRun()
    {
        await using var harness = new Harness();
        var store = harness.OpenStore();
        var (one, two) = (await CreateAsync(store), await CreateAsync(store));
        await store.TryLockAsync(one, "demo", "/upgrade", Now, default);

        var refused = await store.TryLockAsync(two, "demo", "/restart", Now, default);
        Assert.Equal((null, one.Run, "/upgrade"), (refused.Taken, refused.Behind!.Value, refused.Reason));

        await AppendAsync(store, one.Run, new Fences(one.Fence, 1), state: RunState.Succeeded);
        Assert.Equal(2, (await store.TryLockAsync(two, "demo", "/restart", Now, default)).Taken!.Fence);
    }

    [Fact]
    public async Task Ids_AreNeverUsedAgain()
    {
        await using var harness = new Harness();
        var store = harness.OpenStore();
        Assert.Equal(1, (await CreateAsync(store)).Run.Value);
        Assert.Equal(2, (await CreateAsync(store)).Run.Value);
        using (var connection = new SqliteConnections(harness.File).Open())
        {
            connection.Execute("drop trigger events_are_not_deleted; delete from events where run = 2; delete from leases where run = 2; delete from runs where id = 2");
        }
        Assert.Equal(3, (await CreateAsync(store)).Run.Value);
    }

    [Fact]
    public async Task Journal_CannotBeChangedThroughSql()
    {
        await using var harness = new Harness();
        await CreateAsync(harness.OpenStore());
        using var connection = new SqliteConnections(harness.File).Open();

        Assert.Throws<SqliteException>(() => connection.Execute("update events set payload = '{}'"));
        Assert.Throws<SqliteException>(() => connection.Execute("delete from events"));
    }

    [Fact]
    public async Task Sources_OfManyRuns_AreStoredOnce()
    {
        await using var harness = new Harness();
        var runs = await harness.StartAsync(_ => Task.CompletedTask);
        for (var i = 0; i < 3; i++) await RunAsync(runs);

        using var connection = new SqliteConnections(harness.File).Open();
        Assert.Equal(1, connection.ExecuteScalar<long>("select count(*) from sources"));
    }

    private static async Task<Lease> CreateAsync(SqliteRunStore store) => await store.CreateAsync(
        new NewRun(RunState.Queued, null, "demo", "/restart", Operator, Now, null, new Dictionary<string, string>(), Someone, Now),
        run => [JournalChain.Link(run, 1, Now, "queued", "{}", JournalChain.Start)],
        default);

    private static async Task AppendAsync(SqliteRunStore store, RunId run, Fences? fences, RunHead? on = null, RunState state = RunState.Queued)
    {
        on ??= (await store.FindAsync(run, default))!;
        var row = JournalChain.Link(run, on.LastSequence + 1, Now, "said", "{}", on.LastHash);
        await store.AppendAsync(new JournalAppend(on.Summary with { State = state }, [row], fences, []), default);
    }
}
