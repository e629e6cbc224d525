using System.Collections.Immutable;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Client.Wire;

namespace Nightshift.Benchmarks.OpenMldb;

/// <summary>
/// Reading the tables of 1,000 tablets and 100,000 partitions of 3 replicas, against a plain parse of the same bytes in the same run
/// (the ratio column), and what each keeps in memory afterwards.
/// </summary>
[MemoryDiagnoser]
public class ShowTableBenchmark
{
    private byte[] _payload = [];

    [Params(10_000, 100_000)]
    public int Partitions { get; set; }

    /// <summary>Retention is measured first, while no pool is warm.</summary>
    [GlobalSetup]
    public async Task Setup()
    {
        _payload = ShowTablePayload.Make(1_000, Partitions);
        var plain = await Retained(() => Task.FromResult<object>(JsonDocument.Parse(_payload.ToArray())));
        var ours = await Retained(async () => await Snapshot());
        Console.WriteLine(
            $"// {Partitions} partitions, {_payload.Length / 1e6:0.0} MB of JSON: retained {ours / 1e6:0.0} MB, plain document {plain / 1e6:0.0} MB, ratio {(double)ours / plain:0.00}");
    }

    [Benchmark(Baseline = true)]
    public int PlainDocument()
    {
        using var document = JsonDocument.Parse(_payload);
        return document.RootElement.GetProperty("table_info").GetArrayLength();
    }

    [Benchmark]
    public async Task<ImmutableArray<TableInfo>> Snapshot()
    {
        using var stream = new MemoryStream(_payload);
        var answer = await JsonSerializer.DeserializeAsync(stream, WireJson.Default.ShowTableResponse);
        return FromWire.Tables(answer!);
    }

    private static async Task<long> Retained(Func<Task<object>> make)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var kept = await make();
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(kept);
        return after - before;
    }
}
