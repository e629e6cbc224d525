using Nightshift.Runs;
using Xunit.Abstractions;

namespace Nightshift.Chat.Discord.Tests.Runs;

public sealed class EditBudgetTests(ITestOutputHelper output)
{
    private const int Nodes = 60;

    [Fact]
    public async Task AnHoursRunOfSixtyNodes_IsEditedAtItsPace()
    {
        await using var box = new ShownBox { Stride = TimeSpan.FromMilliseconds(750) };
        box.Start();
        var began = box.Time.GetUtcNow();
        box.Runs.Set(RunSamples.Run(planned: Nodes));
        await box.UntilAsync(() => box.Wall.Titled("Plan for run 12").Count == 1);

        await box.PassAsync(TimeSpan.FromMinutes(60), () =>
        {
            var minutes = (box.Time.GetUtcNow() - began).TotalMinutes;
            var done = Math.Min(Nodes - 1, (int)(minutes / 61 * Nodes));
            var steps = Enumerable.Range(1, done).Select(i => RunSamples.Step(i));
            box.Runs.Set(box.Runs[12].In(RunState.Running).With(steps.Append(RunSamples.Step(done + 1, StepState.Running, waits: $"{(61 - minutes) * 1000:0} behind"))));
        });
        box.Runs.Set(box.Runs[12].With(Enumerable.Range(1, Nodes).Select(i => RunSamples.Step(i))).In(RunState.Succeeded));
        await box.SettledAsync();

        var edits = box.Wall.Writes.Where(write => write.IsEdit && write.Channel == RunSamples.Channel).Select(write => write.At).ToList();
        var sends = box.Wall.Writes.Where(write => !write.IsEdit).ToList();
        output.WriteLine($"{edits.Count} edits, {sends.Count(send => send.Channel == RunSamples.Channel)} messages in the channel, {sends.Count(send => send.Channel != RunSamples.Channel)} in the thread");
        Assert.InRange(edits.Count, 100, 2400);
        Assert.All(edits.Zip(edits.Skip(1), (one, next) => next - one), gap => Assert.InRange(gap, TimeSpan.FromSeconds(1.5), TimeSpan.MaxValue));
        foreach (var place in sends.GroupBy(send => send.Channel))
            Assert.All(place.Zip(place.Skip(5), (one, sixth) => sixth.At - one.At), gap => Assert.InRange(gap, TimeSpan.FromSeconds(5), TimeSpan.MaxValue));
        Assert.Equal(2, box.Wall.Titled("Run 12 ").Count);
        Assert.Single(box.Wall.Titled("Report of run 12"));
    }

    [Fact]
    public async Task TwentyRunsInOneChannel_ShareItFairlyAndLetPeopleFirst()
    {
        await using var box = new ShownBox();
        box.Start();
        void Move() => Array.ForEach([.. Enumerable.Range(1, 20)], i => box.Runs.Set(RunSamples.Run(i).In(RunState.Running).With(RunSamples.Step(1, StepState.Running, waits: $"at {box.Time.GetUtcNow():HH:mm:ss.fff}"))));
        await box.PassAsync(TimeSpan.FromMinutes(1), Move);
        var before = box.Wall.Messages.ToDictionary(message => message.Id, message => message.States.Count);

        await box.PassAsync(TimeSpan.FromMinutes(5), Move);
        box.Runs.Set(RunSamples.Run(99));
        var asked = box.Time.GetUtcNow();
        while (box.Wall.Titled("Plan for run 99").Count == 0) await box.PassAsync(TimeSpan.FromMilliseconds(250), Move);

        var edits = box.Wall.Messages.Where(message => message.Title.StartsWith("Run ", StringComparison.Ordinal) && message.Channel == RunSamples.Channel && before.ContainsKey(message.Id))
            .Select(message => message.States.Count - before[message.Id]).ToList();
        output.WriteLine($"edits of each run in 5 minutes: {string.Join(' ', edits)}; the plan stood after {box.Wall.Titled("Plan for run 99")[0].At - asked}");
        Assert.Equal(20, edits.Count);
        Assert.InRange(edits.Max() - edits.Min(), 0, 2);
        Assert.InRange(edits.Sum(), 120, 201);
        Assert.InRange(box.Wall.Titled("Plan for run 99")[0].At - asked, TimeSpan.Zero, TimeSpan.FromSeconds(4));
    }
}
