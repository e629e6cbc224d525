using System.Diagnostics;
using Nightshift.Runs;
using Xunit.Abstractions;

namespace Nightshift.Chat.Discord.Tests.Runs;

public sealed class BeatCostTests(ITestOutputHelper output)
{
    private const int Steps = 10_000;

    [Fact]
    public async Task OneMoreStep_AfterTenThousandTold_CostsNoMoreThanItself()
    {
        await using var box = new ShownBox();
        box.Start(connect: false); // all of it waits
        var log = new string('x', 600);
        box.Runs.Set(RunSamples.Run(planned: 3).In(RunState.Running).With(Enumerable.Range(1, Steps).Select(i => RunSamples.Step(i, report: log))));
        await box.UntilAsync(() => Details(box) == Steps);
        box.Messages.Connected();
        await box.UntilAsync(() => box.Wall.Messages.Count > 5);
        box.Messages.Disconnected("The connection was lost.");
        await box.PassAsync(TimeSpan.FromSeconds(5));
        var (before, began) = (box.Disk.Moved, Stopwatch.GetTimestamp());

        for (var i = 1; i <= 10; i++)
        {
            box.Runs.Set(box.Runs[12].With(box.Runs[12].Steps.Append(RunSamples.Step(Steps + i, report: log))));
            await box.UntilAsync(() => Details(box) == Steps + i);
        }

        var each = (box.Disk.Moved - before) / 10;
        output.WriteLine($"{each} characters read and written, {Stopwatch.GetElapsedTime(began).TotalMilliseconds / 10:0} ms, for each of 10 steps after {Steps} details");
        Assert.InRange(each, 1, 50_000);
    }

    private static int Details(ShownBox box)
    {
        lock (box.Disk.Gate) return box.Disk.Documents.Keys.Count(key => key.Name.StartsWith("run/12/detail/", StringComparison.Ordinal));
    }
}
