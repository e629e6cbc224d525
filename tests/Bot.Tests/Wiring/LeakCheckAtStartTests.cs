using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Bot.Wiring;
using Nightshift.Chat.Replies;
using Nightshift.Clusters;
using NSubstitute;

namespace Nightshift.Bot.Tests.Wiring;

public sealed class LeakCheckAtStartTests
{
    private readonly ICluster _cluster = Substitute.For<ICluster>();
    private readonly IAnnouncements _channel = Substitute.For<IAnnouncements>();
    private readonly List<Reply> _said = [];

    public LeakCheckAtStartTests()
    {
        _cluster.Name.Returns("prod");
        _channel.WhenForAnyArgs(channel => channel.Announce(null!)).Do(call => _said.Add(call.Arg<Reply>()));
    }

    [Fact]
    public async Task Start_CleanCluster_SaysNothing()
    {
        _cluster.LeaksAsync(null!, default).ReturnsForAnyArgs(new LeakReport([], []));
        await RunAsync();
        Assert.Empty(_said);
    }

    [Fact]
    public async Task Start_Leaks_AreToldOnce()
    {
        _cluster.LeaksAsync(null!, default).ReturnsForAnyArgs(new LeakReport([new Leak("auto_failover", "off", null, "on", "/tidy openmldb --on prod")], []));
        await RunAsync();
        Assert.Contains("/tidy openmldb", Assert.IsType<Reply.Table>(Assert.Single(_said)).Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ClusterDoesNotAnswerAtFirst_SaysSoOnceAndTriesUntilItDoes()
    {
        var tries = 0;
        _cluster.LeaksAsync(null!, default).ReturnsForAnyArgs(_ => ++tries switch
        {
            1 or 2 => throw new InvalidOperationException("no ZooKeeper"),
            3 => new LeakReport([], ["host db1 could not be looked at"]),
            _ => new LeakReport([new Leak("auto_failover", "off", null, "on")], []),
        });
        await RunAsync();
        Assert.Equal(4, tries);
        Assert.Collection(
            _said,
            first => Assert.Contains("no ZooKeeper", Assert.IsType<Reply.Text>(first).Content, StringComparison.Ordinal),
            second => Assert.Contains("1 not seen", Assert.IsType<Reply.Table>(second).Summary, StringComparison.Ordinal),
            third => Assert.Contains("1 thing(s) left behind", Assert.IsType<Reply.Table>(third).Summary, StringComparison.Ordinal));
    }

    /// <summary>Every pause is over at once.</summary>
    private async Task RunAsync()
    {
        var clusters = Substitute.For<IClusters>();
        clusters.All.Returns([_cluster]);
        using var check = new LeakCheckAtStart(clusters, NoRuns.Instance, [_channel], new NoPauses(), NullLogger<LeakCheckAtStart>.Instance);
        await check.StartAsync(default);
        await check.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(20));
    }

    private sealed class NoPauses : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
