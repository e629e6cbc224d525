using System.Diagnostics;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Snapshots;
using Nightshift.Pegasus.Tests.Client.Support;
using Nightshift.Pegasus.Tests.Snapshots;
using Nightshift.Pegasus.Tests.Wire;

namespace Nightshift.Benchmarks.Pegasus;

/// <summary>Calls in flight on one connection against one after the other, and snapshots of clusters of 10,000 and 64,000 partitions, with a server in the same process.</summary>
internal static class PegasusBenchmark
{
    public static async Task RunAsync(TextWriter output)
    {
        await Calls(output);
        await Snapshots(output, tables: 10, partitions: 8, quiet: true);
        await Snapshots(output, tables: 157, partitions: 64);
        await Snapshots(output, tables: 1000, partitions: 64);
    }

    /// <summary>A million changed frames, each understood or refused.</summary>
    public static void Fuzz(TextWriter output)
    {
        var watch = Stopwatch.StartNew();
        var (understood, refused, most) = Tests(1_000_000);
        output.WriteLine($"1,000,000 changed frames in {watch.Elapsed.TotalSeconds:0.0} s: {refused:N0} refused, {understood:N0} understood, none crashed or hung; {most:N0} bytes allocated at most for one");

        static (int, int, long) Tests(int frames) => Nightshift.Pegasus.Tests.Wire.Fuzz.Run(frames, seed: 1);
    }

    private static async Task Calls(TextWriter output)
    {
        await using var server = new FakeServer(r => FakeAnswers.Text(r, "OK"));
        await using var client = Clients.Of(server);
        var at = client.At(server.Address);
        await Rate(at, 16, TimeSpan.FromSeconds(1));
        var single = 0.0;
        foreach (var inFlight in new[] { 1, 16, 256 })
        {
            var rate = await Rate(at, inFlight, TimeSpan.FromSeconds(3));
            single = single == 0 ? rate : single;
            output.WriteLine($"{inFlight,4} calls in flight on {server.Connections} connection: {rate,8:N0} calls/s, {rate / single:0.0} times one after the other");
        }
    }

    private static async Task<double> Rate(IServerCommands at, int inFlight, TimeSpan length)
    {
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, inFlight).Select(async _ =>
        {
            var count = 0;
            for (; watch.Elapsed < length; count++)
                await at.Call("help", [], CancellationToken.None);
            return count;
        }));
        return counts.Sum() / watch.Elapsed.TotalSeconds;
    }

    private static async Task Snapshots(TextWriter output, int tables, int partitions, bool quiet = false)
    {
        await using var cluster = new FakeCluster(tables, partitions);
        await using var client = Clients.Of(Clients.Quick, [cluster.Address]);
        var reader = new SnapshotReader(client, TimeProvider.System);
        var times = new List<double>();
        for (var i = 0; i < 5; i++)
            times.Add(await Time(() => reader.Read(SnapshotScope.Everything, CancellationToken.None)));
        times.Sort();
        var first = await reader.Read(SnapshotScope.Everything, CancellationToken.None);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var second = await reader.Read(SnapshotScope.Everything, CancellationToken.None);
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(first);
        GC.KeepAlive(second);
        if (!quiet)
            output.WriteLine(
                $"snapshot of {tables:N0} tables x {partitions}, {tables * partitions:N0} partitions: {times[2]:0} ms (best {times[0]:0}, worst {times[^1]:0}), {kept / 1e6:0.0} MB kept");
    }

    private static async Task<double> Time(Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        return watch.Elapsed.TotalMilliseconds;
    }
}
