using System.Text;
using System.Text.Json;
using Nightshift.Benchmarks.OpenMldb;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Client.Wire;
using Nightshift.OpenMldb.Tests.Support;

namespace Nightshift.OpenMldb.Tests.Snapshots;

/// <summary>Memory is measured, so nothing else runs meanwhile.</summary>
[CollectionDefinition(nameof(LargeClusterTests), DisableParallelization = true)]
public sealed class LargeClusterCollection;

[Collection(nameof(LargeClusterTests))]
public sealed class LargeClusterTests
{
    [Fact]
    public async Task ShowAllTables_ManyPartitions_AreReadAsTheyStream()
    {
        await using var rig = new Rig();
        rig.AddLeader().On("ShowTable", Encoding.UTF8.GetString(ShowTablePayload.Make(50, 5_000)));
        var tables = await rig.Nameserver.ShowAllTables(default);
        Assert.Equal((5, 5_000, 15_000), (tables.Length, tables.Sum(t => t.Partitions.Length), tables.Sum(t => t.Partitions.Sum(p => p.Replicas.Length))));
        Assert.All(tables, t => Assert.All(t.Partitions, p => Assert.True(p.EffectiveLeader is { Offset: >= 123456789 })));
    }

    [Fact]
    public async Task Deserialize_AnswerComingInPieces_IsTheSameAtEverySize()
    {
        var payload = ShowTablePayload.Make(3, 20);
        var whole = FromWire.Tables(JsonSerializer.Deserialize(payload, WireJson.Default.ShowTableResponse)!);
        foreach (var size in new[] { 1, 2, 7, 64, 1000 })
        {
            using var pieces = new PiecewiseStream(payload, size);
            var answer = await JsonSerializer.DeserializeAsync(pieces, WireJson.Default.ShowTableResponse);
            Assert.Equal(whole[0].Partitions.Select(Describe), FromWire.Tables(answer!)[0].Partitions.Select(Describe));
        }
    }

    [Fact]
    public void Tables_Retained_AreAFractionOfThePlainDocument()
    {
        var payload = ShowTablePayload.Make(100, 20_000);
        var plain = Retained(() => JsonDocument.Parse(payload.ToArray()));
        var ours = Retained(() => FromWire.Tables(JsonSerializer.Deserialize(payload, WireJson.Default.ShowTableResponse)!));
        Assert.InRange((double)ours / plain, 0, 0.5);
    }

    private static string Describe(TablePartition partition) => $"{partition.Pid}: {string.Join("; ", partition.Replicas)} {partition.LastTerm}";

    private static long Retained(Func<object> make)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var kept = make();
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(kept);
        return after - before;
    }

    private sealed class PiecewiseStream(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
