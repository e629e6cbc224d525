using System.Collections.Concurrent;
using Dapper;
using Microsoft.Data.Sqlite;
using Nightshift.Runs.Store.Sqlite;
using Nightshift.Runs.Tests.Support;
using static Nightshift.Runs.Tests.Support.Harness;

namespace Nightshift.Runs.Tests.Store;

public class FailingStoreTests
{
    [Fact]
    public async Task FullDisk_StopsTheRunBeforeItsNextEffect_AndLetsItGoOnLater()
    {
        await using var harness = new Harness();
        var store = harness.OpenStore();
        var effects = new ConcurrentDictionary<int, int>();
        var runs = await harness.StartAsync(
            new DelegateProgram(async (context, stopping) =>
            {
                await context.StepAsync(Steps.Do("fill", async _ => await store.Writer.WriteAsync(Fill, stopping), () => new Probe<Nothing>.Done(Nothing.Value)), stopping);
                for (var i = 0; i < 40; i++)
                    await context.StepAsync(Big(i, effects), stopping);
            }),
            store);
        var run = await SubmitAsync(runs);

        var stuck = await UntilAsync(runs, run, view => view.Steps.Count > 0 && !effects.IsEmpty && IsFull(harness));
        await Task.Delay(300);
        Assert.InRange(effects.Count, 1, 39);
        Assert.False((await runs.FindAsync(run, default))!.Summary.State.IsFinal());
        Assert.NotEmpty(stuck.Steps);

        await store.Writer.WriteAsync(connection => connection.Execute("pragma max_page_count = 1000000"), default);

        var view = await EndAsync(runs, run);
        Assert.Equal(RunState.Succeeded, view.Summary.State);
        Assert.Equal(40, effects.Count);
        Assert.All(effects.Values, times => Assert.Equal(1, times));
        Assert.Null((await harness.VerifyAsync(run)).Broken);
    }

    private static int Fill(SqliteConnection connection)
    {
        var pages = connection.ExecuteScalar<long>("pragma page_count");
        return connection.Execute($"pragma max_page_count = {pages + 40}");
    }

    /// <summary>Whether no event was added for a while.</summary>
    private static bool IsFull(Harness harness)
    {
        using var connection = new SqliteConnections(harness.File).Open();
        var before = connection.ExecuteScalar<long>("select count(*) from events");
        Thread.Sleep(200);
        return before == connection.ExecuteScalar<long>("select count(*) from events");
    }

    private static StepDefinition<string> Big(int number, ConcurrentDictionary<int, int> effects) => new()
    {
        Name = $"big {number}",
        Description = "writes much",
        Execute = _ =>
        {
            effects.AddOrUpdate(number, 1, (_, times) => times + 1);
            return Task.FromResult(new string('x', 20_000));
        },
        Probe = _ => Task.FromResult<Probe<string>>(effects.ContainsKey(number) ? new Probe<string>.Done("x") : new Probe<string>.Run()),
    };
}
