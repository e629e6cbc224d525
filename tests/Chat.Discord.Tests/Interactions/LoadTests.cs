using Nightshift.Chat.Discord.Tests.Team;
using Nightshift.Runs;
using Xunit.Abstractions;

namespace Nightshift.Chat.Discord.Tests.Interactions;

public sealed class LoadTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Acknowledgements_With20RunsAnd100PeopleTyping_AreAllInTime()
    {
        await using var box = await TeamBox.StartAsync(approvers: 0);
        box.Busy = new TaskCompletionSource();
        for (var i = 0; i < 20; i++) await box.Olga.Type(box.Server.Channel, "/restart tablet endpoint:a:10921").AcknowledgedAsync();
        await box.Server.WaitAsync(() => box.Runs.ListAsync(50, default).Result.Count == 20, TimeSpan.FromSeconds(60), "20 runs");
        Assert.All(await box.Runs.ListAsync(50, default), run => Assert.Contains(run.State, (RunState[])[RunState.Running, RunState.Queued]));
        var people = Enumerable.Range(0, 100).Select(i => box.Server.AddPerson($"p{i}", i % 2 == 0 ? "zh-CN" : "en-US")).ToList();

        for (var round = 0; round < 3; round++)
        {
            var typed = people.Select((person, i) => i % 4 == 0
                ? person.Type(box.Server.Channel, "/runs")
                : person.Complete(box.Server.Channel, "/restart tablet endpoint:a", "endpoint")).ToList();
            foreach (var one in typed) await one.AcknowledgedAsync(TimeSpan.FromSeconds(60));
            Assert.DoesNotContain(typed, one => one.Failed);
        }

        Assert.Equal(0, box.Server.Unacknowledged);
        output.WriteLine($"acknowledgements: {box.Server.WallLatencies()}; 429s: {box.Server.Counters.TooManyRequests}");
    }
}
