using Nightshift.Onebox.ZooKeeper.Storage;
using Nightshift.Onebox.ZooKeeper.Tree;
using Nightshift.ZooKeeper.Protocol;

namespace Nightshift.Onebox.Tests.ZooKeeper.Storage;

public sealed class DataDirectoryTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("data-directory-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Open_AfterSnapshotAndMore_BringsBackTheSameTree(bool syncToDisk)
    {
        string before;
        var (directory, tree) = DataDirectory.Open(_directory, syncToDisk);
        using (directory)
        {
            Change(directory, tree, 20);
            directory.TakeSnapshot(tree);
            Change(directory, tree, 20);
            directory.Flush();
            before = Describe(tree);
        }

        Assert.Equal(before, Reopened());
        Assert.Equal(before, Reopened());
    }

    [Fact]
    public void Open_DeathRightAfterTheSnapshot_LosesNothing()
    {
        string before;
        var (directory, tree) = DataDirectory.Open(_directory, syncToDisk: false);
        using (directory)
        {
            Change(directory, tree, 20);
            directory.TakeSnapshot(tree);
            before = Describe(tree);
        }

        File.Delete(Path.Combine(_directory, $"log.{tree.LastZxid:x}"));
        File.WriteAllText(Path.Combine(_directory, "snapshot.ffff.part"), "half");
        Assert.Equal(before, Reopened());
        Assert.Empty(Directory.GetFiles(_directory, "*.part"));
    }

    [Fact]
    public void Open_SnapshotDamaged_IsRefused()
    {
        var (directory, tree) = DataDirectory.Open(_directory, syncToDisk: false);
        using (directory)
        {
            Change(directory, tree, 5);
            directory.TakeSnapshot(tree);
        }

        var file = Path.Combine(_directory, $"snapshot.{tree.LastZxid:x}");
        var bytes = File.ReadAllBytes(file);
        bytes[30] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Throws<InvalidDataException>(Reopened);
    }

    [Fact]
    public void Open_Twice_IsRefused()
    {
        using var directory = DataDirectory.Open(_directory, syncToDisk: false).Directory;
        Assert.Throws<IOException>(Reopened);
    }

    /// <summary>Sessions, ephemeral nodes, deep nodes, new data, ACLs and deletions, at each call others.</summary>
    private static void Change(DataDirectory directory, ZnodeTree tree, int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            var session = tree.LastZxid + 1;
            var top = $"/top-{session}";
            Apply(zxid => new CreateSessionTransaction(zxid, zxid, session, 1000 + i));
            Apply(zxid => new CreateTransaction(zxid, zxid * 10, session, top, [1, 2], AclEntry.Open, false));
            Apply(zxid => new CreateTransaction(zxid, zxid * 10, session, top + "/e", [], AclEntry.Open, true));
            Apply(zxid => new CreateTransaction(zxid, zxid * 10, session, top + "/p", [], [new AclEntry(Permissions.Read, "digest", "a:b")], false));
            Apply(zxid => new SetDataTransaction(zxid, zxid * 10, session, top, [3, 4, 5], 1));
            if (i % 3 == 0)
                Apply(zxid => new DeleteTransaction(zxid, zxid * 10, session, top + "/p"));
            if (i % 2 == 0)
                Apply(zxid => new CloseSessionTransaction(zxid, zxid * 10, session));
        }

        void Apply(Func<long, Transaction> make)
        {
            var transaction = make(tree.LastZxid + 1);
            directory.Append(transaction);
            tree.Apply(transaction);
        }
    }

    private static string Describe(ZnodeTree tree) => string.Join('\n', tree.Nodes.OrderBy(n => n.Key, StringComparer.Ordinal)
        .Select(n => $"{n.Key} {Convert.ToHexString(n.Value.Data)} {string.Join(',', n.Value.Acl)} {n.Value.Stat} {n.Value.ChildrenCreated}")
        .Concat(tree.Sessions.OrderBy(s => s.Key).Select(s => $"{s}")).Append($"{tree.LastZxid}"));

    private string Reopened()
    {
        var (directory, tree) = DataDirectory.Open(_directory, syncToDisk: false);
        using (directory)
            return Describe(tree);
    }
}
