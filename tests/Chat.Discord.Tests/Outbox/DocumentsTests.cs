using Nightshift.Runs.Store;
using Nightshift.Runs.Store.Sqlite;

namespace Nightshift.Chat.Discord.Tests.Outbox;

public sealed class DocumentsTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 2, 0, 0, TimeSpan.Zero);
    private readonly string _directory = Directory.CreateTempSubdirectory("nightshift-documents-").FullName;

    [Fact]
    public async Task Change_Written_IsThereAfterARestart()
    {
        await using (var store = SqliteRunStore.Open(Path.Combine(_directory, "x.db")))
        {
            IChannelDocuments documents = store;
            var written = await documents.ChangeAsync([Put("a", "one", true), Put("b", "二", false)], default);
            Assert.Equal([1, 2], written.Select(document => document!.Number));
        }

        await using var again = SqliteRunStore.Open(Path.Combine(_directory, "x.db"));
        IChannelDocuments after = again;
        await after.ChangeAsync([new ChannelChange("s", "other", "b", Now, known => new ChannelEntry(known!.Body + "!", true))], default);

        Assert.Equal(new ChannelDocument(2, "t", "b", true, "二!"), await after.FindAsync("s", "b", default));
        Assert.Equal(["a", "b"], (await after.ListAsync("s", "t", default)).Select(document => document.Name));
        Assert.Equal(["a", "b"], (await after.ListOpenAsync("s", default)).Select(document => document.Name));
        Assert.Empty(await after.ListOpenAsync("elsewhere", default));
    }

    [Fact]
    public async Task Change_OneOfThemFails_NothingIsWritten()
    {
        await using var store = SqliteRunStore.Open(Path.Combine(_directory, "x.db"));
        IChannelDocuments documents = store;

        await Assert.ThrowsAsync<StoreException>(() => documents.ChangeAsync([Put("a", "one", true), new ChannelChange("s", "t", "b", Now, _ => throw new StoreException("no"))], default));

        Assert.Null(await documents.FindAsync("s", "a", default));
    }

    [Fact]
    public async Task Remove_OldAndDoneWith_AreForgotten()
    {
        await using var store = SqliteRunStore.Open(Path.Combine(_directory, "x.db"));
        IChannelDocuments documents = store;
        await documents.ChangeAsync([Put("open", "x", true), Put("done", "x", false)], default);

        Assert.Equal(0, await documents.RemoveAsync("s", Now, default));
        Assert.Equal(1, await documents.RemoveAsync("s", Now.AddSeconds(1), default));
        Assert.Equal(["open"], (await documents.ListAsync("s", "t", default)).Select(document => document.Name));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static ChannelChange Put(string name, string body, bool isOpen) => new("s", "t", name, Now, _ => new ChannelEntry(body, isOpen));
}
