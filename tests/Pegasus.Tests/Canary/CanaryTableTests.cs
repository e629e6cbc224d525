using System.Collections.Immutable;
using Nightshift.Pegasus.Canary;
using Nightshift.Pegasus.Client;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace Nightshift.Pegasus.Tests.Canary;

public sealed class CanaryTableTests
{
    private readonly IPegasusClient _client = Substitute.For<IPegasusClient>();
    private readonly List<string> _notes = [];
    private readonly List<string> _waits = [];
    private readonly CanaryTable _table;

    public CanaryTableTests()
    {
        _table = new CanaryTable(_client, new CanarySettings(), new Processes.InstantTime());
        _client.Meta.ListApps(default).ReturnsForAnyArgs(Apps("orders"));
        _client.Meta.ListNodes(default).ReturnsForAnyArgs([.. Enumerable.Range(0, 3).Select(i => new NodeInfo(FakeTable.Server(i), true))]);
        _client.Meta.QueryConfig("nightshift_canary", default).ReturnsForAnyArgs(Partitions(served: true));
    }

    [Fact]
    public async Task Ensure_Missing_IsMadeAndSeenServed()
    {
        _client.Meta.QueryConfig("nightshift_canary", default).ReturnsForAnyArgs(Partitions(served: false), Partitions(served: true));

        Assert.Null(await Ensure());

        await _client.Meta.Received(1).CreateTable("nightshift_canary", 8, 3, Arg.Any<CancellationToken>());
        Assert.Equal("made table nightshift_canary with 8 partitions x 3", Assert.Single(_notes));
        Assert.Equal("waits for table nightshift_canary to be served: 8 of 8 partitions have no primary", Assert.Single(_waits));
    }

    [Fact]
    public async Task Ensure_There_MakesNothing()
    {
        _client.Meta.ListApps(default).ReturnsForAnyArgs(Apps("orders", "nightshift_canary"));

        Assert.Null(await Ensure());

        await _client.Meta.DidNotReceiveWithAnyArgs().CreateTable(default!, default, default, default);
    }

    [Fact]
    public async Task Ensure_MetaServerRefuses_IsAFinding()
    {
        _client.Meta.CreateTable(default!, default, default, default).ThrowsAsyncForAnyArgs(FakeTable.Refusal(ErrorNames.StateFreezed));

        Assert.Equal("table nightshift_canary cannot be made: refused with ERR_STATE_FREEZED", await Ensure());
    }

    [Fact]
    public async Task Ensure_TooFewServers_MakesNothing()
    {
        _client.Meta.ListNodes(default).ReturnsForAnyArgs([new NodeInfo(FakeTable.Server(0), true), new NodeInfo(FakeTable.Server(1), false)]);

        Assert.Equal("1 replica servers are alive and 3 are needed to make table nightshift_canary", await Ensure());
        await _client.Meta.DidNotReceiveWithAnyArgs().CreateTable(default!, default, default, default);
    }

    [Fact]
    public async Task Ensure_OutcomeOfMakingUnknown_LooksForTheTable()
    {
        _client.Meta.CreateTable(default!, default, default, default).ThrowsAsyncForAnyArgs(FakeTable.Unknown());

        Assert.Null(await Ensure());
    }

    [Fact]
    public async Task Ensure_NeverServed_IsAFinding()
    {
        _client.Meta.QueryConfig("nightshift_canary", default).ReturnsForAnyArgs(Partitions(served: false));

        Assert.Equal("table nightshift_canary is not served after 90.0 s: 8 of 8 partitions have no primary", await Ensure());
    }

    [Fact]
    public async Task Ensure_NobodyAnswers_IsAFinding()
    {
        _client.Meta.ListApps(default).ThrowsAsyncForAnyArgs(FakeTable.Refusal());

        Assert.StartsWith("nobody can tell whether table nightshift_canary is there", await Ensure(), StringComparison.Ordinal);
    }

    private Task<string?> Ensure() => _table.EnsureAsync(_waits.Add, _notes.Add, default);

    private static ImmutableArray<AppInfo> Apps(params string[] names) =>
        [.. names.Select((name, i) => new AppInfo(i + 1, name, "pegasus", AppStatus.Available, 8, 3, new Dictionary<string, string>(), false, false))];

    private static AppPartitions Partitions(bool served) => new(2, 8,
    [
        .. Enumerable.Range(0, 8).Select(i => new PartitionConfig(
            new Gpid(2, i), 3, 3, served ? FakeTable.Server(0) : null, served ? [FakeTable.Server(1), FakeTable.Server(2)] : [], [], 0, 0)),
    ]);
}
