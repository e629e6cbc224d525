using Nightshift.Onebox.ZooKeeper.Storage;
using Nightshift.Onebox.ZooKeeper.Tree;
using Nightshift.ZooKeeper.Protocol;

namespace Nightshift.Onebox.Tests.ZooKeeper.Storage;

public sealed class TransactionLogTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("transaction-log-").FullName;

    private static readonly Transaction[] Transactions =
    [
        new CreateSessionTransaction(1, 100, 7, 5000),
        new CreateTransaction(2, 101, 7, "/a", [1, 2, 3], AclEntry.Open, true),
        new SetDataTransaction(3, 102, 7, "/a", [9], 1),
        new SetAclTransaction(4, 103, 7, "/a", [new AclEntry(Permissions.Read, "digest", "u:p")], 1),
        new DeleteTransaction(5, 104, 7, "/a"),
        new CloseSessionTransaction(6, 105, 7),
    ];

    private string LogFile => Path.Combine(_directory, "log");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Replay_CutAtEveryOffset_KeepsTheWholeRecordsAndGoesOnBehindThem()
    {
        var ends = new List<long>();
        var whole = Write(ends);
        for (var length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(LogFile, whole[..length]);
            var expected = ends.Count(end => end <= length);
            Assert.Equal(expected, Replay(log => log.Append(new CloseSessionTransaction(99, 0, 1))).Count);
            var after = Replay();
            Assert.Equal(expected + 1, after.Count);
            Assert.Equal(99, after[^1].Zxid);
        }
    }

    [Fact]
    public void Replay_WholeLog_GivesTheSameTransactions()
    {
        Write([]);
        Assert.Equal(Transactions.Select(Hex), Replay().Select(Hex));
    }

    [Fact]
    public void Replay_DamageBeforeTheEnd_IsRefused()
    {
        var whole = Write([]);
        whole[20] ^= 1;
        File.WriteAllBytes(LogFile, whole);
        Assert.Contains("damaged at byte 0", Assert.Throws<InvalidDataException>(() => Replay()).Message, StringComparison.Ordinal);
    }

    private static string Hex(Transaction transaction)
    {
        var frame = new FrameBuffer();
        transaction.Write(new JuteWriter(frame));
        return transaction.GetType().Name + Convert.ToHexString(frame.ToFrame());
    }

    private byte[] Write(List<long> ends)
    {
        using (var log = TransactionLog.Create(LogFile, syncToDisk: false))
        {
            foreach (var transaction in Transactions)
            {
                log.Append(transaction);
                log.Flush();
                ends.Add(new FileInfo(LogFile).Length);
            }
        }

        return File.ReadAllBytes(LogFile);
    }

    private List<Transaction> Replay(Action<TransactionLog>? then = null)
    {
        var replayed = new List<Transaction>();
        using var log = TransactionLog.Replay(LogFile, syncToDisk: false, replayed.Add);
        then?.Invoke(log);
        log.Flush();
        return replayed;
    }
}
