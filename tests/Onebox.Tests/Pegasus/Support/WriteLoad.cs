using System.Diagnostics;
using System.Globalization;
using Nightshift.Onebox.Pegasus.Wire;

namespace Nightshift.Onebox.Tests.Pegasus.Support;

/// <summary>
/// Writes to every partition of a table, one lane each: a number that grows with every write that was acknowledged. A failed write is tried again with the same
/// number after the configuration was asked for.
/// </summary>
internal sealed class WriteLoad : IAsyncDisposable
{
    private readonly PegasusCalls _calls;
    private readonly string _table;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Lane> _lanes = [];
    private Task _running = Task.CompletedTask;

    private WriteLoad(PegasusCalls calls, string table) => (_calls, _table) = (calls, table);

    /// <summary>Attempts that were not acknowledged.</summary>
    public int Failed => _lanes.Sum(lane => lane.Failed);

    public long Written => _lanes.Sum(lane => lane.Acknowledged);

    public TimeSpan LongestGap => _lanes.Max(lane => lane.LongestGap);

    /// <summary>Error name and how often it was met.</summary>
    public string Errors => string.Join(", ", _lanes.SelectMany(lane => lane.Errors).GroupBy(error => error).Select(error => $"{error.Key} {error.Count()}"));

    public static async Task<WriteLoad> StartAsync(PegasusCalls calls, string table)
    {
        var load = new WriteLoad(calls, table);
        foreach (var partition in await calls.PartitionsAsync(table)) load._lanes.Add(new Lane(partition.Pid, partition.Primary.Ip));
        foreach (var lane in load._lanes) lane.Key = PegasusCalls.KeyOf("load", lane.Pid.PartitionIndex, load._lanes.Count);
        load._running = Task.WhenAll(load._lanes.Select(lane => Task.Run(() => load.RunAsync(lane))));
        return load;
    }

    /// <summary>Waits until every lane has written that many more.</summary>
    public Task GoOnAsync(int more = 3)
    {
        var wanted = _lanes.ToDictionary(lane => lane, lane => lane.Acknowledged + more);
        return Nightshift.Onebox.Tests.Deployment.Eventually.True("every lane writes", () => wanted.All(lane => lane.Key.Acknowledged >= lane.Value));
    }

    /// <summary>Ends the writing and finds how many lanes do not hold what was acknowledged last.</summary>
    public async Task<int> LostAsync()
    {
        await StopAsync();
        var lost = 0;
        foreach (var partition in await _calls.PartitionsAsync(_table))
        {
            var lane = _lanes.Single(each => each.Pid == partition.Pid);
            var (error, value) = await _calls.GetAsync(partition.Primary.Ip, partition.Pid, lane.Key);
            Assert.Equal(ErrorCode.Ok, error);
            if (long.Parse(value ?? "0", CultureInfo.InvariantCulture) < lane.Acknowledged) lost++;
        }

        return lost;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    private async Task RunAsync(Lane lane)
    {
        var last = Stopwatch.GetTimestamp();
        while (!_stop.IsCancellationRequested)
        {
            var (error, _) = await _calls.PutAsync(lane.Primary, lane.Pid, lane.Key, (lane.Acknowledged + 1).ToString(CultureInfo.InvariantCulture));
            if (error.IsOk)
            {
                lane.LongestGap = TimeSpan.FromTicks(Math.Max(lane.LongestGap.Ticks, Stopwatch.GetElapsedTime(last).Ticks));
                last = Stopwatch.GetTimestamp();
                lane.Acknowledged++;
                await Task.Delay(5);
                continue;
            }

            lane.Failed++;
            lane.Errors.Add(error.Name);
            await RefreshAsync(lane);
        }
    }

    private async Task RefreshAsync(Lane lane)
    {
        try
        {
            var partition = (await _calls.PartitionsAsync(_table)).Single(each => each.Pid == lane.Pid);
            if (partition.Primary.IsValid) lane.Primary = partition.Primary.Ip;
        }
        catch (InvalidOperationException)
        {
            // No meta leads at the moment: the lane goes on with what it knows.
        }

        await Task.Delay(5);
    }

    private sealed class Lane(Gpid pid, RpcAddress primary)
    {
        public Gpid Pid => pid;

        public RpcAddress Primary { get; set; } = primary;

        public byte[] Key { get; set; } = [];

        public long Acknowledged { get; set; }

        public int Failed { get; set; }

        public TimeSpan LongestGap { get; set; }

        public List<string> Errors { get; } = [];
    }
}
