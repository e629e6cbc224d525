using Nightshift.Onebox.Pegasus.Replica.Serving;
using Nightshift.Onebox.Pegasus.Replica.Storage;

namespace Nightshift.Onebox.Tests.Pegasus.Replica.Storage;

public sealed class StorageTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("pegasus-storage-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Log_CutOffAtAnyByte_GivesEveryWholeRecord()
    {
        using (var log = new MutationLog(_directory, TimeProvider.System))
            for (var decree = 1; decree <= 3; decree++)
                log.Append(Put(decree, $"k{decree}"));
        var path = Assert.Single(Directory.GetFiles(_directory));
        var whole = File.ReadAllBytes(path);
        for (var length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            using var log = new MutationLog(_directory, TimeProvider.System);
            var read = log.ReadFrom(1).Select(mutation => mutation.Decree).ToList();
            Assert.Equal(Enumerable.Range(1, read.Count).Select(n => (long)n), read);
            Assert.Equal(length == whole.Length, read.Count == 3);
        }
    }

    [Fact]
    public void Log_Collected_KeepsWhatIsNotDurableAndWhatIsReserved()
    {
        using var log = new MutationLog(_directory, TimeProvider.System);
        for (var decree = 1; decree <= 4; decree++)
        {
            log.Append(Put(decree, "k"));
            log.SwitchFile();
        }

        log.Collect(3, reserveBytes: 1 << 20, TimeSpan.FromHours(1));
        Assert.Equal(1, log.FirstDecree);
        log.Collect(3, reserveBytes: 0, TimeSpan.FromHours(1));
        Assert.Equal(3, log.FirstDecree);
        Assert.Equal([3L, 4L], log.ReadFrom(1).Select(mutation => mutation.Decree));
    }

    [Fact]
    public void Store_ReadAgain_HoldsWhatWasFlushedAndNoMore()
    {
        var store = new KeyValueStore(_directory);
        store.Apply(Put(1, "a"));
        store.Flush();
        store.Apply(Put(2, "b"));
        var again = new KeyValueStore(_directory);
        Assert.Equal((1L, 1L), (again.CommittedDecree, again.DurableDecree));
        Assert.NotNull(again.Get("a"u8.ToArray(), 0));
        Assert.Null(again.Get("b"u8.ToArray(), 0));
        Assert.Throws<InvalidOperationException>(() => again.Apply(Put(3, "c")));
        again.Import(store.Export());
        Assert.NotNull(again.Get("b"u8.ToArray(), 0));
        Assert.Equal(2, again.DurableDecree);
    }

    [Fact]
    public void Store_ValueWithExpiry_IsGoneInTime()
    {
        var store = new KeyValueStore(_directory);
        store.Apply(new MutationData { Decree = 1, Kind = MutationKind.Put, Key = "k"u8.ToArray(), Value = "v"u8.ToArray(), ExpireTimestamp = 100 });
        Assert.NotNull(store.Get("k"u8.ToArray(), 99));
        Assert.Null(store.Get("k"u8.ToArray(), 100));
    }

    [Fact]
    public void PrepareList_Commits_InOrderAndOnlyWhatIsReady()
    {
        var committed = new List<long>();
        var list = new PrepareList(() => 3, mutation => committed.Add(mutation.Data.Decree));
        list.Reset(0);
        var (first, second) = (new PreparedMutation(Put(1, "a")) { Logged = true, SecondariesLeft = 1 }, new PreparedMutation(Put(2, "b")) { Logged = true });
        list.Prepare(first, commitFirst: false);
        list.Prepare(second, commitFirst: false);
        list.CommitReady();
        Assert.Empty(committed);
        first.SecondariesLeft = 0;
        list.CommitReady();
        Assert.Equal([1L, 2L], committed);
        Assert.Throws<InvalidOperationException>(() => list.CommitTo(3));
        for (var decree = 3; decree <= 6; decree++) list.Prepare(new PreparedMutation(Put(decree, "c", decree - 1)) { Logged = true }, commitFirst: true);
        Assert.Equal((5L, 6L), (list.CommittedDecree, list.MaxDecree));
        Assert.True(list.MinDecree >= 3, $"{list.MinDecree} is still held with room for 3");
    }

    [Theory]
    [InlineData("123456789", 0xae8b14860a799888)]
    [InlineData("hello", 0x3377857006524257)]
    [InlineData("canary", 0x471b1e7b88e9449f)]
    [InlineData("", 0)]
    public void Hash_OfTheReferencesTexts_IsTheReferences(string text, ulong expected) =>
        Assert.Equal(expected, PartitionHash.Crc(System.Text.Encoding.ASCII.GetBytes(text)));

    private static MutationData Put(long decree, string key, long committed = 0) =>
        new() { Ballot = 1, Decree = decree, LastCommittedDecree = committed, Kind = MutationKind.Put, Key = System.Text.Encoding.ASCII.GetBytes(key), Value = new byte[10] };
}
