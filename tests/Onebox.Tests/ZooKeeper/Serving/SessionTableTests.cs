using Nightshift.Onebox.ZooKeeper.Serving;

namespace Nightshift.Onebox.Tests.ZooKeeper.Serving;

public sealed class SessionTableTests
{
    private static readonly TimeSpan TickTime = TimeSpan.FromMilliseconds(100);

    private readonly HandClock _clock = new();
    private readonly SessionTable _table;

    public SessionTableTests() => _table = new SessionTable(new Dictionary<long, int> { [5] = 1000 }, _clock, TickTime);

    [Fact]
    public void Expired_SilentForItsTimeout_IsNamedOnce()
    {
        _table.Open(6, 2000);
        Assert.Empty(Tick(9));
        Assert.Equal([5], Tick(1));
        _table.Close(5);
        Assert.Empty(Tick(9));
        Assert.Equal([6], Tick(1));
    }

    [Fact]
    public void Expired_HeardInBetween_LivesOn()
    {
        Tick(9);
        _table.Touch(5);
        Assert.Empty(Tick(9));
        Assert.Equal([5], Tick(1));
    }

    [Fact]
    public void Expired_AfterThisProcessStoodStill_HoldsItAgainstNobody()
    {
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Empty(_table.Expired());
        Assert.Equal([5], Tick(10));
    }

    [Fact]
    public void NextId_AfterARestart_IsAboveAllThatWere()
    {
        var highest = _table.NextId();
        var restarted = new SessionTable(new Dictionary<long, int> { [highest + 100] = 1000 }, _clock, TickTime);
        Assert.True(restarted.NextId() > highest + 100);
        Assert.Equal(1, highest >> 56);
    }

    private IReadOnlyList<long> Tick(int times)
    {
        IReadOnlyList<long> expired = [];
        for (; times > 0; times--)
        {
            _clock.Advance(TickTime);
            expired = _table.Expired();
        }

        return expired;
    }

    private sealed class HandClock : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan by) => _now += by;

        public override DateTimeOffset GetUtcNow() => _now;

        public override long GetTimestamp() => _now.Ticks;
    }
}
