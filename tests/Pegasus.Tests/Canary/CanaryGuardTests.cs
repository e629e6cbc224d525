using System.Text.Json;
using Nightshift.Clusters;
using Nightshift.Pegasus.Canary;
using Nightshift.Pegasus.Client;
using Nightshift.Runs;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace Nightshift.Pegasus.Tests.Canary;

public sealed class CanaryGuardTests : IAsyncLifetime
{
    private readonly FakeTable _table = new(4);
    private readonly IPegasusClient _client = Substitute.For<IPegasusClient>();
    private readonly IRunInHand _run = Substitute.For<IRunInHand>();
    private readonly Canaries _canaries;

    public CanaryGuardTests()
    {
        _client.Table(default!, default).ReturnsForAnyArgs(_table);
        _run.FirstResult(default!).ReturnsForAnyArgs((string?)null);
        _canaries = new Canaries(_client, new CanarySettings { Rate = 200 }, TimeProvider.System);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _canaries.DisposeAsync();

    [Fact]
    public async Task Guard_NoCanary_Holds()
    {
        Assert.True((await Read()).Holds);
        Assert.Equal(0, _table.Puts);
    }

    [Fact]
    public async Task Guard_CanaryThatCouldNotBegin_Holds()
    {
        Begun(problem: "the meta server said no");

        Assert.Equal(new GuardReading(true, "no canary works: the meta server said no"), await Read());
        Assert.Equal(0, _table.Puts);
    }

    [Fact]
    public async Task Guard_RunCarriedOnAfterACrash_BeginsAProbeAnewAndItsReportSaysSo()
    {
        Begun();

        Assert.True((await Read()).Holds);
        await Wait.Until(() => _table.Puts > 20, "the probe writes");
        var report = await _canaries.End("k", default);

        Assert.Contains("begun anew after the program was restarted", Assert.Single(report.Remarks), StringComparison.Ordinal);
        Assert.True(report.Attempts >= 20);
    }

    [Fact]
    public async Task Guard_CanaryHasEnded_WritesNoMore()
    {
        Begun();
        _run.FirstResult("canary report").Returns("{}");

        Assert.True((await Read()).Holds);
        Assert.Equal(0, _table.Puts);
    }

    [Fact]
    public async Task Guard_PartitionWithoutAWriteForLonger_IsViolatedAndNamesIt()
    {
        _table.OnPut = (partition, write) =>
        {
            if (partition == 3) throw FakeTable.Refusal();
            write();
            return Task.CompletedTask;
        };
        Begun(budget: 0.3);

        var reading = await Read();
        await Wait.Until(() => (reading = Read().GetAwaiter().GetResult()) is { Holds: false }, "the guard is violated");

        Assert.StartsWith("partition 3 of nightshift_canary has acknowledged no write for", reading.Sentence, StringComparison.Ordinal);
        Assert.EndsWith("300 ms are allowed, the last one met ERR_INVALID_STATE from 127.0.0.1:34801", reading.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guard_TableCannotBeOpened_GivesNoReading()
    {
        _client.Table(default!, default).ThrowsAsyncForAnyArgs(FakeTable.Refusal());
        Begun();

        await Assert.ThrowsAsync<RefusedByClusterException>(Read);

        // The next reading tries again.
        _client.Table(default!, default).ReturnsForAnyArgs(_table);
        Assert.True((await Read()).Holds);
    }

    [Fact]
    public async Task Guard_ProbeThatBroke_GivesNoReading()
    {
        _table.OnPut = (_, _) => throw new InvalidDataException("a bug");
        Begun();

        Exception? fault = null;
        await Wait.Until(() => (fault = Record.ExceptionAsync(Read).GetAwaiter().GetResult()) is not null, "the probe broke");

        Assert.Equal("the canary has ended: a bug", Assert.IsType<CanaryException>(fault).Message);
    }

    [Theory]
    [InlineData(0, 0, 0, true)]
    [InlineData(1, 0, 0, false)]
    [InlineData(0, 50, 0, true)]
    [InlineData(0, 51, 0, false)]
    [InlineData(0, 0, 1, false)]
    public void Judge_CountsOfAMinute_AreComparedWithTheBudget(long lost, long failed, long impossible, bool holds)
    {
        var quiet = new LaneCounts(0, TimeProvider.System).View();

        Assert.Equal(holds, CanaryGuard.Judge(new CanaryState("t", quiet, 1_000, failed, lost, impossible), TimeSpan.FromHours(1), 0.05).Holds);
    }

    private void Begun(double budget = 60, string? problem = null) =>
        _run.FirstResult("begin canary").Returns(JsonSerializer.Serialize(new CanaryBegun("k", TimeSpan.FromSeconds(budget), problem)));

    private Task<GuardReading> Read() => CanaryGuard.Of(new GuardContext(_run), _canaries).Read(default);
}
