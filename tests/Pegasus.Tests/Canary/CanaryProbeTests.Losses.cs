using Nightshift.Pegasus.Canary;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Tests.Canary;

/// <summary>Writes that are lost, late, or of which nobody knows whether they happened.</summary>
public sealed partial class CanaryProbeTests
{
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
}
