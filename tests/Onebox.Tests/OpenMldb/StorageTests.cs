using Nightshift.Onebox.OpenMldb.Messages;
using Nightshift.Onebox.OpenMldb.Storage;

namespace Nightshift.Onebox.Tests.OpenMldb;

public sealed class StorageTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("onebox-binlog-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void DecodeAll_CutAtEveryOffset_GivesTheWholeRecordsBeforeTheCut()
    {
        var encoded = new[] { LogRecordCodec.Encode(Record(1)), LogRecordCodec.Encode(Record(2, "a longer key")), LogRecordCodec.Encode(Record(3)) };
        var bytes = encoded.SelectMany(each => each).ToArray();
        var ends = new[] { 0, encoded[0].Length, encoded[0].Length + encoded[1].Length, bytes.Length };

        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var (records, end) = LogRecordCodec.DecodeAll(bytes.AsSpan(0, cut));
            Assert.Equal(ends.Count(each => each <= cut) - 1, records.Count);
            Assert.Equal(ends.Last(each => each <= cut), end);
        }
    }

    [Fact]
    public void Encode_Decode_KeepsEveryField()
    {
        var record = new LogRecord
        {
            Offset = 7, Term = 3, Time = -5, Value = [1, 2, 3], Method = MethodType.Delete, Dimensions = [new Dimension { Idx = 2, Key = "käse" }],
        };

        var read = LogRecordCodec.DecodeAll(LogRecordCodec.Encode(record)).Records.Single();

        Assert.Equal((7UL, 3UL, -5L, MethodType.Delete), (read.Offset, read.Term, read.Time, read.Method));
        Assert.Equal(record.Value, read.Value);
        Assert.Equal((2U, "käse"), (read.Dimensions[0].Idx!.Value, read.Dimensions[0].Key));
    }

    [Fact]
    public void After_OffsetDeletedFromTheLog_GivesNothingUntilTheFollowerIsResent()
    {
        using var log = new Binlog(_directory.FullName, maxFileBytes: 100);
        for (var offset = 1UL; offset <= 20; offset++)
        {
            log.Append(Record(offset));
        }

        log.DeleteUpTo(10);

        Assert.Empty(log.After(1, 32));
        Assert.Equal([15UL, 16UL], log.After(14, 2).Select(each => each.Offset));
        Assert.Equal(20UL, log.LastOffset);
        using var again = new Binlog(_directory.FullName, maxFileBytes: 100);
        Assert.Equal(20UL, again.Read()[^1].Offset);
        Assert.True(again.Read()[0].Offset is > 1 and <= 11);
    }

    private static LogRecord Record(ulong offset, string key = "k") => new()
    {
        Offset = offset, Term = 1, Time = 1, Value = new byte[10], Dimensions = [new Dimension { Idx = 0, Key = key }],
    };
}
