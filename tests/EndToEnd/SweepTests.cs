using Nightshift.EndToEnd.Support;
using Nightshift.Runs.Faults;
using Xunit.Abstractions;

namespace Nightshift.EndToEnd;

/// <summary>
/// Every step of an upgrade meets every kind of fault: a pass has a fault at every step, the kinds shifted by one from pass to pass, so that seven passes cover every
/// pair. With <c>NIGHTSHIFT_SWEEP=all</c> all tablets are upgraded, which takes three times as long. What each fault does alone is told by <c>playbooks test</c>.
/// </summary>
public sealed class SweepTests(SweepBox box, ITestOutputHelper output) : IClassFixture<SweepBox>
{
    private const string Upgrade = "openmldb/upgrade-tablet.csx";
    private const string Table = "demo.orders";
    private const int Seed = 20_261_120;

    private static readonly bool All = Environment.GetEnvironmentVariable("NIGHTSHIFT_SWEEP") == "all";

    [Fact]
    public async Task Upgrade_EveryKindOfFaultAtEveryStep_SucceedsWithTheClusterAsBeforeAndLosesNothing()
    {
        var sweep = await box.SweepAsync(Upgrade, await CommandAsync(), output);
        await sweep.CleanAsync();
        await using var writers = await Writers.StartAsync(box.Raw, Table, pause: 100);

        await sweep.PassesAsync();

        var lost = await writers.LostAsync();
        output.WriteLine($"{writers.Acknowledged} writes acknowledged, {writers.Refused} refused, {lost.Count} lost");
        Assert.Empty(sweep.Problems);
        Assert.Equal(sweep.Pairs, sweep.Struck);
        Assert.Empty(lost);
        Assert.True(writers.Acknowledged > 300, "there was no load to speak of");
    }

    /// <summary>Of all tablets, or of one that leads a partition with one replica, so that every kind of step comes up.</summary>
    private async Task<string> CommandAsync()
    {
        if (All) return "/upgrade tablet all --version 0.9.3";
        var partitions = await box.Raw.PartitionsAsync() ?? throw new InvalidOperationException("the box does not tell its partitions");
        return $"/upgrade tablet {partitions.First(partition => partition is { Replicas.Count: 1, Leader: not null }).Leader} --version 0.9.3";
    }

    [Fact]
    public async Task Upgrade_FaultAnsweredWithAbort_EndsWithEverythingPutBack()
    {
        var sweep = await box.SweepAsync(Upgrade, await CommandAsync(), output, completes: false);
        await sweep.CleanAsync();

        await sweep.AbortsAsync(Seed);

        Assert.Empty(sweep.Problems);
    }

    [Fact]
    public async Task CarelessPlaybook_FailureInTheMiddle_IsNotSurvivedAndTheClusterIsBroughtBack()
    {
        var folder = Directory.CreateTempSubdirectory("careless-");
        try
        {
            var file = Path.Combine(folder.CreateSubdirectory("openmldb").FullName, "careless.csx");
            await File.WriteAllTextAsync(file, """
                [Command("restart careless", "Gives nothing back when it fails")]
                record Options(Nodes<Tablet> Endpoint);
                await OneByOne(options.Endpoint, async tablet =>
                {
                    var drained = await tablet.Drain(true);
                    await tablet.Stop();
                    await tablet.Start();
                    await tablet.CatchUp();
                    await drained.DisposeAsync();
                });
                """);
            var sweep = await box.SweepAsync(file, $"/restart careless {box.Tablet(1)}", output, settling: TimeSpan.FromSeconds(5));
            await sweep.CleanAsync();

            var stop = sweep.Steps.First(step => step.Value.EndsWith("stop process", StringComparison.Ordinal));
            var ended = await sweep.OneAsync(stop, FaultKind.Fails, FaultAnswers.Abort, "abort");

            Assert.Contains(ended.Problems, problem => problem.EndsWith(": auto_failover is false", StringComparison.Ordinal));
            Assert.Contains(ended.Problems, problem => problem.Contains(": demo.orders/", StringComparison.Ordinal));
            Assert.Equal("true", await box.Raw.AutoFailoverAsync());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
