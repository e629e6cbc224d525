using System.Text.Json;
using Nightshift.Pegasus.Canary;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Tests.Canary;

public sealed partial class CanaryProbeTests
{
    private static readonly CanaryOptions Fast = new()
    {
        Period = TimeSpan.FromMilliseconds(2), FirstPause = TimeSpan.FromMilliseconds(1), Rows = 8, Patience = TimeSpan.FromMilliseconds(300), ReadBack = TimeSpan.FromSeconds(5),
    };

    private readonly FakeTable _table = new(4);

    [Fact]
    public async Task Probe_HealthyTable_WritesEveryPartitionAndFindsEverything()
    {
        var report = await Run(() => Acknowledged(100));

        Assert.True(report.IsClean);
        Assert.Equal(4, report.Partitions.Count);
        Assert.All(report.Partitions, partition => Assert.True(partition.Acknowledged > 0 && partition.Acknowledged == partition.Attempts - partition.Unknown));
        Assert.Empty(report.Refused);
        Assert.Equal("127.0.0.1:34801", Assert.Single(report.Servers).Server);
        Assert.NotNull(report.LongestGap);
        Assert.True(report.Reads >= report.Acknowledged - 4);
    }

    [Fact]
    public async Task Probe_Refusals_AreCountedByNameAndTriedAgainAfterARefresh()
    {
        var refusals = 3;
        _table.OnPut = (partition, write) =>
        {
            if (partition == 2 && Interlocked.Decrement(ref refusals) >= 0) throw FakeTable.Refusal();
            write();
            return Task.CompletedTask;
        };

        var report = await Run(() => Acknowledged(60));

        Assert.Equal(3, report.Refused[ErrorNames.InvalidState]);
        Assert.True(report.IsClean);
        Assert.True(_table.Refreshes >= 3);
        Assert.Contains("3 refused (ERR_INVALID_STATE), 0 lost", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_PrimaryMoves_TellsTheGapFromAndTo()
    {
        var moved = 0;
        _table.OnPut = (partition, write) =>
        {
            if (partition == 3 && _table.Puts > 40 && Interlocked.Increment(ref moved) <= 2)
            {
                if (moved == 2) _table.Move(3, 2);
                throw FakeTable.Refusal();
            }

            write();
            return Task.CompletedTask;
        };

        var report = await Run(() => moved > 2 && Acknowledged(100));

        var move = Assert.Single(report.Moves);
        Assert.Equal((3, "127.0.0.1:34801", "127.0.0.1:34803", 2), (move.Partition, move.From, move.To, move.Refused));
        Assert.True(move.Gap > TimeSpan.Zero);
        Assert.Equal(1, report.MoveCount);
        Assert.Equal(["127.0.0.1:34801", "127.0.0.1:34803"], report.Servers.Select(server => server.Server));
        Assert.Equal(2, report.Servers[0].Refused);
    }

    [Fact]
    public async Task Probe_PartitionThatCannotBeReadAtTheEnd_IsNamed()
    {
        await using var probe = Begin(Fast with { ReadBack = TimeSpan.FromMilliseconds(300) });
        await Wait.Until(() => Acknowledged(60), "there were some writes");
        _table.OnGet = (partition, value) => partition == 2 ? throw FakeTable.Refusal() : Task.FromResult(value);

        var report = await probe.StopAsync(default);

        Assert.Equal([2], report.Unread);
        Assert.False(report.IsClean);
        Assert.Contains("1 partitions could not be read at the end: 2", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_ReadsFailForAWhile_OverwritesNothingUnread()
    {
        var failing = true;
        _table.OnGet = (_, value) => failing ? throw FakeTable.Refusal() : Task.FromResult(value);
        await using var probe = Begin();
        await Wait.Until(() => Acknowledged(100), "there were some writes");
        failing = false;

        var report = await probe.StopAsync(default);

        Assert.True(report.FailedReads > 0);
        Assert.True(report.IsClean);
        Assert.Contains("writes were overwritten before they could be read", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Probe_ClientWithAnotherHash_WritesNothing()
    {
        _table.WrongPartition = partition => (partition + 1) % 4;

        var fault = Assert.Throws<CanaryException>(() => Begin());

        Assert.Contains("nothing is written", fault.Message, StringComparison.Ordinal);
        Assert.Equal(0, _table.Puts);
    }

    [Fact]
    public async Task Probe_SomebodyElseWrites_IsToldApart()
    {
        await using var probe = Begin();
        await Wait.Until(() => _table.Puts > 4 * 8 * 2, "every row was written");
        _table.OnGet = (_, value) => Task.FromResult<byte[]?>(new CanaryValue("another", 5).ToBytes());

        var report = await probe.StopAsync(default);

        Assert.True(report.Foreign > 0);
        Assert.Equal(0, report.LostCount);
    }

    [Fact]
    public async Task Probe_NobodyLooksAtIt_EndsByItself()
    {
        await using var probe = Begin(Fast with { Unwatched = TimeSpan.FromMilliseconds(200) });

        await Wait.Until(() => probe.HasEnded, "it has ended");
        var puts = _table.Puts;
        var report = await probe.StopAsync(default);

        Assert.Equal(puts, _table.Puts);
        Assert.Throws<CanaryException>(probe.Watch);
        Assert.Contains("nobody had looked at it", Assert.Single(report.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_AsJson_ComesBackTheSame()
    {
        var report = await Run(() => Acknowledged(50));

        var back = JsonSerializer.Deserialize<CanaryReport>(JsonSerializer.Serialize(report))!;

        Assert.Equal(report.ToString(), back.ToString());
        Assert.Equal(report.Partitions, back.Partitions);
    }

    [Fact]
    public void Report_Text_IsWhatPeopleRead()
    {
        var report = CanaryReport.Nothing("temp", "", default) with
        {
            Attempts = 41_200,
            Acknowledged = 41_197,
            Refused = new Dictionary<string, long> { ["ERR_INVALID_STATE"] = 3 },
            LongestGap = new CanaryGap(3, TimeSpan.FromMilliseconds(31), "127.0.0.1:34801", "127.0.0.1:34803"),
            Partitions = [.. Enumerable.Range(0, 8).Select(i => new PartitionCanary(i, 0, 0, 0, 0, default, default, 0, null))],
            Remarks = [],
        };

        Assert.Equal(
            "canary: 41,200 writes to 8 partitions, 3 refused (ERR_INVALID_STATE), 0 lost, longest gap 31 ms (temp partition 3, primary moved 127.0.0.1:34801 -> :34803)",
            report.ToString());
    }

    private CanaryProbe Begin(CanaryOptions? options = null) => new(_table, options ?? Fast, [], TimeProvider.System);

    private async Task<CanaryReport> Run(Func<bool> until)
    {
        await using var probe = Begin();
        await Wait.Until(until, "the canary has seen enough");
        return await probe.StopAsync(default);
    }

    private bool Acknowledged(int count) => _table.Puts > count;

    /// <summary>A write that the end of the work cut off.</summary>
    private static long Cut(CanaryReport report, int partition) => report.Partitions[partition].Unknown > 1 ? 1 : 0;
}
