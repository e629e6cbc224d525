using Nightshift.Chat.Discord.Outbox;
using Nightshift.Chat.Discord.Runs;
using Nightshift.Chat.Discord.Tests.Runs;
using Nightshift.Runs;
using Xunit.Abstractions;

namespace Nightshift.Chat.Discord.Tests.Outbox;

/// <summary>A process killed between any two lines of sending and recording, and started again.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private static readonly RunMessagesOptions Quick = new(new Snowflake(1), RunSamples.Channel, "en")
    {
        Beat = TimeSpan.FromMilliseconds(100), Outbox = new OutboxOptions { BetweenEdits = TimeSpan.FromMilliseconds(100), BetweenSends = TimeSpan.FromMilliseconds(100) },
    };

    /// <param name="away">For how long nothing runs after the kill: within Discord's memory of nonces, and beyond.</param>
    [Theory]
    [InlineData(5)]
    [InlineData(15 * 60)]
    public async Task Killed_AtAnyLine_SaysEverythingOnce(int away)
    {
        var lines = await LinesAsync();
        Assert.InRange(lines, 30, 400);
        var lookups = 0;
        for (var at = 1; at <= lines; at++) lookups += await KilledAsync(at, TimeSpan.FromSeconds(away));

        output.WriteLine($"{lines} lines, each killed at once; {lookups} messages looked for in the channel");
        if (away > 600) Assert.NotEqual(0, lookups);
    }

    private static async Task<int> LinesAsync()
    {
        await using var box = new ShownBox { Options = Quick, Stride = TimeSpan.FromSeconds(1) };
        var never = new CrashPoint(0);
        box.Start(never);
        await LeadAsync(box, never);
        return never.Passed;
    }

    private static async Task<int> KilledAsync(int at, TimeSpan away)
    {
        await using var box = new ShownBox { Options = Quick, Stride = TimeSpan.FromSeconds(1) };
        var crash = new CrashPoint(at);
        box.Start(crash);
        await LeadAsync(box, crash);
        if (crash.HasCrashed)
        {
            await box.KillAsync();
            box.Time.Advance(away);
            box.Start();
            await LeadAsync(box, new CrashPoint(0));
        }

        var what = $"killed at line {at} ({crash.Where}):\n{string.Join('\n', box.Wall.Messages.Select(message => $"{message.Id} in {message.Channel}: {message.Title}"))}";
        Assert.True(box.Wall.Titled("Plan for run 12").Count == 1, what);
        Assert.True(box.Wall.Titled("Run 12 ").Count == 1, what);
        Assert.True(box.Wall.Titled("a step failed").Count == 1, what);
        Assert.True(box.Wall.Titled("Report of run 12").Count == 1, what);
        Assert.True(box.Wall.Threads.Count == 1, what);
        var details = box.Wall.Messages.Where(message => message.Channel == box.Wall.Threads[0].Id).SelectMany(message => message.Text.Split('\n')).Where(line => line.Contains("**stop the tablet", StringComparison.Ordinal)).ToList();
        Assert.True(details.Count == details.Distinct().Count() && details.Count >= 3, $"{what}\n{string.Join('\n', details)}");
        return box.Discord.Lookups;
    }

    /// <summary>A run from its plan to its end, as far as this process lives. Every step is told before the next one comes.</summary>
    private static async Task LeadAsync(ShownBox box, CrashPoint crash)
    {
        bool Is(Func<bool> holds) => crash.HasCrashed || holds();
        RunView[] states =
        [
            RunSamples.Run(),
            RunSamples.Run().In(RunState.Running).With(RunSamples.Step(1)),
            RunSamples.Run().In(RunState.AwaitingDecision).With(RunSamples.Step(1), RunSamples.Step(2, StepState.AwaitingDecision, error: "no answer")),
            RunSamples.Run().In(RunState.Succeeded).With(RunSamples.Step(1), RunSamples.Step(2, attempts: 2), RunSamples.Step(3)),
        ];
        Func<bool>[] shown =
        [
            () => box.Wall.Titled("Plan for run 12") is [{ Reactions.Count: 2 }] && box.Wall.Titled("Run 12 ").Count == 1,
            () => box.Wall.Threads is [var thread] && box.Wall.In(thread.Id).Count > 0,
            () => box.Wall.Titled("a step failed").Count == 1,
            () =>
            {
                lock (box.Disk.Gate) return box.Disk.Documents.Values.All(document => !document.IsOpen);
            },
        ];
        var begun = box.Runs.ListAsync(1, default).Result is [var run] ? Array.FindIndex(states, state => state.Summary.State == run.State) : 0;
        for (var i = begun; i < states.Length && !crash.HasCrashed; i++)
        {
            box.Runs.Set(states[i]);
            await box.UntilAsync(() => Is(shown[i]));
        }
    }
}
