using Nightshift.EndToEnd.Pegasus.Support;
using Nightshift.EndToEnd.Support;
using Nightshift.Runs.Faults;
using Xunit.Abstractions;

namespace Nightshift.EndToEnd.Pegasus;

/// <summary>
/// Every step of a restart meets every kind of fault: a pass has a fault at every step, the kinds shifted by one from pass to pass, so that seven passes cover every
/// pair. With <c>NIGHTSHIFT_SWEEP=all</c> the whole cluster is restarted. What each fault does alone is told by <c>playbooks test</c>.
/// </summary>
public sealed class SweepTests(PegasusSweepBox box, ITestOutputHelper output) : IClassFixture<PegasusSweepBox>
{
    private const string Restart = "pegasus/restart-pegasus-ha.csx";
    private const string Table = "orders";
    private const int Seed = 20_261_120;

    private static readonly bool All = Environment.GetEnvironmentVariable("NIGHTSHIFT_SWEEP") == "all";

    private static string Command => All ? "/restart pegasus ha" : "/restart pegasus ha replica2";

    [Fact]
    public async Task RestartHa_EveryKindOfFaultAtEveryStep_SucceedsWithTheClusterAsBeforeAndLosesNothing()
    {
        var sweep = await box.SweepAsync(Restart, Command, output);
        await sweep.CleanAsync();
        await using var writers = await PegasusWriters.StartAsync(box.Raw, Table, pause: 50);

        await sweep.PassesAsync();

        var lost = await writers.LostAsync();
        output.WriteLine($"{writers}, {lost.Count} lost");
        Assert.Empty(sweep.Problems);
        Assert.Equal(sweep.Pairs, sweep.Struck);
        Assert.Empty(lost);
        Assert.True(writers.Acknowledged > 300, "there was no load to speak of");
    }

    /// <summary>What of a meta server's steps is not a replica server's waits for leases; all pairs are met with the whole cluster.</summary>
    [Fact]
    public async Task RestartHa_FaultAtEveryStepOfAStandby_SucceedsWithTheClusterAsBeforeAndLosesNothing()
    {
        var leader = (await box.Raw.FindLeaderAsync()).ToString();
        var sweep = await box.SweepAsync(Restart, $"/restart pegasus ha --metas {box.Metas.First(meta => meta != leader)}", output);
        await sweep.CleanAsync();
        await using var writers = await PegasusWriters.StartAsync(box.Raw, Table, pause: 50);

        await sweep.PassesAsync(passes: 1);

        var lost = await writers.LostAsync();
        output.WriteLine($"{writers}, {lost.Count} lost");
        Assert.Empty(sweep.Problems);
        Assert.Equal(sweep.Pairs, sweep.Struck);
        Assert.Empty(lost);
    }

    [Fact]
    public async Task RestartHa_FaultAnsweredWithAbort_EndsWithEverythingPutBack()
    {
        var sweep = await box.SweepAsync(Restart, "/restart pegasus ha replica3", output, completes: false);
        await sweep.CleanAsync();

        await sweep.AbortsAsync(Seed);

        Assert.Empty(sweep.Problems);
    }

    [Fact]
    public async Task CarelessPlaybook_FailureInTheMiddle_IsNotSurvivedAndTheClusterIsBroughtBack()
    {
        var settings = await Expect.SettingsAsync(box.Raw);
        var folder = Directory.CreateTempSubdirectory("careless-");
        try
        {
            var file = Path.Combine(folder.CreateSubdirectory("pegasus").FullName, "careless.csx");
            await File.WriteAllTextAsync(file, """
                [Command("restart careless", "Gives nothing back when it fails")]
                record Options(Nodes<ReplicaServer> Servers);
                await OneByOne(options.Servers, async server =>
                {
                    var drained = await server.Drain();
                    await server.Stop();
                    await server.Start();
                    await server.Heal();
                    await drained.DisposeAsync();
                });
                """);
            var sweep = await box.SweepAsync(file, "/restart careless replica4", output, settling: TimeSpan.FromSeconds(5));
            await sweep.CleanAsync();

            var start = sweep.Steps.First(step => step.Value.EndsWith("/start", StringComparison.Ordinal));
            var ended = await sweep.OneAsync(start, FaultKind.Fails, FaultAnswers.Abort, "abort");

            Assert.Contains(ended.Problems, problem => problem.EndsWith(": replica4 does not serve", StringComparison.Ordinal));
            Assert.Contains(ended.Problems, problem => problem.EndsWith(": meta.lb.add_secondary_max_count_for_one_node is 0, before 20", StringComparison.Ordinal));
            Assert.Contains(ended.Problems, problem => problem.EndsWith(" has 2 of 3 replicas", StringComparison.Ordinal));
            await Expect.WholeAsync(box.Raw, settings);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
