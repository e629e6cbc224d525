using System.Text.Json;
using Nightshift.Pegasus.Canary;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Tests.Canary;

public sealed class CanaryProbeTests
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
    public async Task Probe_AcknowledgedWriteThatWasNeverMade_IsLost()
    {
        var dropped = 0;
        _table.OnPut = (partition, write) =>
        {
            // One of the first round of rows, so that it is nowhere at all.
            if (partition != 1 || Interlocked.Increment(ref dropped) != 3) write();
            return Task.CompletedTask;
        };

        var report = await Run(() => Acknowledged(200));

        Assert.Equal(1, report.LostCount);
        Assert.Equal(new LostWrite(1, 3, null), Assert.Single(report.Lost));
        Assert.False(report.IsClean);
        Assert.Contains("1 lost (first 3 of partition 1)", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_AcknowledgedWriteLostWithAnOlderInItsPlace_IsLostBeforeItIsOverwritten()
    {
        var dropped = 0;
        _table.OnPut = (partition, write) =>
        {
            if (partition != 1 || Interlocked.Increment(ref dropped) != 8 + 3) write();
            return Task.CompletedTask;
        };

        var report = await Run(() => Acknowledged(300));

        Assert.Equal(new LostWrite(1, 11, 3), Assert.Single(report.Lost));
    }

    [Fact]
    public async Task Probe_LastWritesLost_AreFoundByReadingBack()
    {
        await using var probe = Begin();
        await Wait.Until(() => _table.Puts > 4 * 8 * 2, "every row was written twice");
        var before = _table.Copy();
        await Wait.Until(() => _table.Puts > 4 * 8 * 6, "every row was written again");
        var stopping = false;
        _table.OnGet = (_, value) =>
        {
            // A primary that went back in time: the read-back begins with all rows as they were.
            if (stopping) _table.PutBack(before);
            return Task.FromResult(value);
        };
        stopping = true;
        var report = await probe.StopAsync(default);

        Assert.True(report.LostCount > 4, $"{report.LostCount} lost");
        Assert.All(report.Lost, lost => Assert.True(lost.Found < lost.Sequence));
    }

    [Fact]
    public async Task Probe_ReadThatGoesBackInTimeOnce_IsStaleAndNotLost()
    {
        var old = 0;
        byte[]? first = null;
        _table.OnGet = (partition, value) =>
        {
            if (partition != 0) return Task.FromResult(value);
            first ??= value;
            return Task.FromResult(Interlocked.Increment(ref old) == 9 ? first : value);
        };

        var report = await Run(() => Acknowledged(200));

        Assert.Equal((1, 0), (report.Stale, report.LostCount));
        Assert.True(report.IsClean);
        Assert.Contains("1 reads went back in time", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_UnknownOutcomes_MayHaveHappenedOrNot()
    {
        var puts = 0;
        _table.OnPut = (_, write) =>
        {
            var number = Interlocked.Increment(ref puts);
            if (number % 7 == 0) throw FakeTable.Unknown();
            write();
            if (number % 5 == 0) throw FakeTable.Unknown();
            return Task.CompletedTask;
        };

        var report = await Run(() => Acknowledged(200));

        Assert.True(report.Unknown > 20);
        Assert.Equal((0, 0, 0, 0), (report.LostCount, report.Stale, report.Impossible, report.Late));
    }

    [Fact]
    public async Task Probe_UnansweredWriteThatComesLate_IsNotCalledLost()
    {
        Action? late = null;
        var puts = 0;
        _table.OnPut = (partition, write) =>
        {
            if (partition == 0 && Interlocked.Increment(ref puts) == 20)
            {
                late = write;
                throw FakeTable.Unknown();
            }

            write();
            if (partition == 0) Interlocked.Exchange(ref late, null)?.Invoke();
            return Task.CompletedTask;
        };

        var report = await Run(() => Acknowledged(200));

        Assert.Equal((1, 0), (report.Late, report.LostCount));
    }

    [Fact]
    public async Task Probe_RefusedWriteThatIsThereAllTheSame_IsImpossible()
    {
        var puts = 0;
        _table.OnPut = (partition, write) =>
        {
            write();
            if (partition == 0 && Interlocked.Increment(ref puts) is >= 20 and < 28) throw FakeTable.Refusal();
            return partition == 0 && puts >= 28 ? throw FakeTable.Refusal(ErrorNames.Busy) : Task.CompletedTask;
        };

        var report = await Run(() => puts > 40);

        Assert.True(report.Impossible > 0);
        Assert.False(report.IsClean);
    }

    [Fact]
    public async Task Probe_CallThatNeverReturns_IsGivenUpAsUnknown()
    {
        var hung = 0;
        _table.OnPut = (partition, write) =>
        {
            if (partition == 1 && Interlocked.Increment(ref hung) == 5) return new TaskCompletionSource().Task;
            write();
            return Task.CompletedTask;
        };

        var report = await Run(() => hung > 10 && Acknowledged(100));

        Assert.Equal(1, report.Partitions[1].Unknown - Cut(report, 1));
        Assert.True(report.Partitions[1].LongestGap >= Fast.Patience);
        Assert.Equal(1, report.LongestGap?.Partition);
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
