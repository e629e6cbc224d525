using Nightshift.Chat.Discord.Outbox;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Tests.Runs;

/// <summary>What Discord refuses, and what people deleted.</summary>
public sealed class RefusedTests
{
    [Fact]
    public async Task FileRefused_TheMessageGoesWithoutItAndSaysSo()
    {
        await using var box = new ShownBox();
        box.Start();
        box.Discord.Judge = (_, message) => Refuse(message.Files.Count > 0, 403, 50013);
        box.Runs.Set(RunSamples.Run(planned: 300));
        box.Runs.Set(RunSamples.Run(13));

        await box.UntilAsync(() => box.Wall.Titled("Plan for run 12") is [{ Reactions.Count: 2 }] && box.Wall.Titled("Plan for run 13").Count == 1);

        Assert.Contains("is not attached", box.Wall.Titled("Plan for run 12")[0].Now.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OneMessageRefused_KeepsNoOtherFromBeingSent()
    {
        await using var box = new ShownBox();
        box.Start();
        box.Discord.Judge = (_, message) => Refuse(message.Embeds is [{ Title: var title }] && title.StartsWith("Plan for run 12", StringComparison.Ordinal), 403, 50013);
        box.Runs.Set(RunSamples.Run());
        await box.UntilAsync(() => box.Wall.Titled("Run 12 ").Count == 1);
        box.Runs.Set(RunSamples.Run(13));
        await box.UntilAsync(() => box.Wall.Titled("Plan for run 13").Count == 1);
    }

    [Fact]
    public async Task AllRefused_ThePlaceIsLeftAlone()
    {
        await using var box = new ShownBox();
        var asked = 0;
        box.Start();
        box.Discord.Judge = (_, _) => Refuse(++asked > 0, 403, 50013);
        for (var i = 1; i <= 20; i++) box.Runs.Set(RunSamples.Run(i));
        await box.PassAsync(TimeSpan.FromMinutes(5));

        Assert.InRange(asked, 2, 20);
    }

    [Fact]
    public async Task ForeignMessage_IsSentAnewAsOurs()
    {
        await using var box = new ShownBox();
        box.Start();
        box.Runs.Set(RunSamples.Run().In(RunState.Running).With(RunSamples.Step(1, StepState.Running)));
        await box.UntilAsync(() => box.Wall.Titled("Run 12 ").Count == 1);
        var refused = 0;
        box.Discord.Judge = (_, message) => Refuse(message.Nonce is null && refused++ == 0, 403, 50005);
        box.Runs.Set(box.Runs[12].With(RunSamples.Step(1), RunSamples.Step(2, StepState.Running)));

        await box.UntilAsync(() => box.Wall.Titled("Run 12 ").Count == 2);
    }

    [Fact]
    public async Task RenderingRefused_IsSaidInPlainWords_AndLaterEditsAreTried()
    {
        await using var box = new ShownBox();
        box.Start();
        box.Discord.Judge = (_, message) => Refuse(message.Embeds.Count > 0, 400, 50035);
        box.Runs.Set(RunSamples.Run());
        await box.UntilAsync(() => box.Wall.Messages.Count == 2);
        await box.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(2, box.Wall.Messages.Count);
        Assert.All(box.Wall.Messages, message => Assert.Contains("Discord refused the message", message.Now.Content, StringComparison.Ordinal));
        Assert.All(box.Wall.Messages, message => Assert.Empty(message.Reactions));

        box.Discord.Judge = (_, _) => { };
        box.Runs.Set(box.Runs[12].In(RunState.Running).With(RunSamples.Step(1, StepState.Running)));
        await box.UntilAsync(() => box.Wall.Messages.Exists(message => message.Text.Contains("Run 12 · running", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task EditRefused_TheNextVersionIsShown()
    {
        await using var box = new ShownBox();
        box.Start();
        box.Runs.Set(RunSamples.Run().In(RunState.Running).With(RunSamples.Step(1, StepState.Running)));
        await box.UntilAsync(() => box.Wall.Titled("Run 12 ").Count == 1);
        box.Discord.Judge = (_, message) => Refuse(message.Embeds[0].Fields.Any(field => field.Value.Contains("unspeakable", StringComparison.Ordinal)), 400, 50035);
        box.Runs.Set(box.Runs[12].With(RunSamples.Step(1, StepState.Running, waits: "unspeakable")));
        await box.PassAsync(TimeSpan.FromSeconds(10));
        box.Runs.Set(box.Runs[12].With(RunSamples.Step(1, StepState.Running, waits: "3 behind")));

        await box.UntilAsync(() => box.Wall.Titled("Run 12 ")[0].Text.Contains("3 behind", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PlanDeleted_IsAskedAgainWhileItMatters()
    {
        await using var box = new ShownBox { Stride = TimeSpan.FromSeconds(1) };
        box.Start();
        box.Runs.Set(RunSamples.Run());
        await box.UntilAsync(() => box.Wall.Titled("Plan for run 12") is [{ Reactions.Count: 2 }]);
        var first = Delete(box, "Plan for run 12");
        await box.UntilAsync(() => box.Wall.Titled("Plan for run 12") is [{ Reactions.Count: 2 }]);
        Assert.NotEqual(first, Assert.Single(await box.Messages.WaitingAsync(default)).Message);

        var second = Delete(box, "Plan for run 12");
        await box.Messages.GoneAsync(RunSamples.Channel, second, default);
        await box.UntilAsync(() => box.Wall.Titled("Plan for run 12") is [{ Reactions.Count: 2 }]);

        Delete(box, "Plan for run 12");
        box.Runs.Set(box.Runs[12].In(RunState.Running));
        await box.PassAsync(TimeSpan.FromMinutes(5));
        Assert.Empty(box.Wall.Titled("Plan for run 12"));
    }

    [Fact]
    public async Task ThreadRefused_IsMadeWhenThatIsAllowed()
    {
        await using var box = new ShownBox { Stride = TimeSpan.FromSeconds(1) };
        box.Start();
        box.Discord.Before = what => Refuse(what == "thread", 403, 50013);
        box.Runs.Set(RunSamples.Run().In(RunState.Running).With(RunSamples.Step(1)));
        await box.PassAsync(TimeSpan.FromMinutes(3));
        Assert.Empty(box.Wall.Threads);

        box.Discord.Before = _ => { };
        await box.UntilAsync(() => box.Wall.Threads is [var thread] && box.Wall.In(thread.Id).Count == 1);
    }

    [Fact]
    public async Task ThreadDeleted_IsMadeAgain_AndItsMessageToo()
    {
        await using var box = new ShownBox { Stride = TimeSpan.FromSeconds(1) };
        box.Start();
        box.Runs.Set(RunSamples.Run().In(RunState.Running).With(RunSamples.Step(1)));
        await box.UntilAsync(() => box.Wall.Threads is [var thread] && box.Wall.In(thread.Id).Count == 1);
        var first = box.Wall.Threads[0].Id;
        lock (box.Wall.Gate)
        {
            box.Wall.GoneThreads.Add(first);
            box.Wall.Messages.RemoveAll(message => message.Id == first);
        }

        box.Runs.Set(box.Runs[12].With(RunSamples.Step(1), RunSamples.Step(2)));
        await box.UntilAsync(() => box.Wall.Threads is [_, var another] && box.Wall.In(another.Id).Count == 1);
        Assert.Single(box.Wall.Titled("Run 12 "));
    }

    [Fact]
    public async Task Thread_OfARunShownElsewhereMeanwhile_StandsUnderItsMessage()
    {
        await using var box = new ShownBox();
        box.Start();
        box.Runs.Set(RunSamples.Run().In(RunState.Running).With(RunSamples.Step(1, StepState.Running)));
        await box.UntilAsync(() => box.Wall.In(RunSamples.Channel).Count > 0);
        await box.Messages.ShowAsync(new RunId(12), new Snowflake(501), default);
        await box.UntilAsync(() => box.Wall.In(new Snowflake(501)).Count > 0);
        box.Runs.Set(box.Runs[12].With(RunSamples.Step(1)));

        await box.UntilAsync(() => box.Wall.Threads is [var thread] && box.Wall.In(thread.Id).Count == 1);
    }

    /// <summary>The attempts of a quarter of an hour: each but those in which Discord still knew the nonce was made after a search, so that the last is where to look.</summary>
    [Fact]
    public async Task Search_ForWhatWasNotRecorded_IsAroundTheLastAttempt()
    {
        await using var box = new ShownBox { Stride = TimeSpan.FromSeconds(1) };
        box.Start();
        box.Discord.Before = what =>
        {
            if (what == "send") throw new DiscordUnreachableException("503");
        };
        box.Runs.Set(RunSamples.Run());
        await box.PassAsync(TimeSpan.FromMinutes(15));
        var until = box.Time.GetUtcNow();

        var searches = box.Discord.Searches.ToList();
        Assert.NotEmpty(searches);
        Assert.InRange(until - searches[^1].After, TimeSpan.Zero, TimeSpan.FromMinutes(12));
        Assert.All(searches, search => Assert.Equal(TimeSpan.FromMinutes(20), search.Before - search.After));
    }

    [Fact]
    public void Attempt_OfWhatHasEnded_LeavesIt()
    {
        var ended = new OutboxEntry(OutboxKind.Message, OutboxRank.People, RunSamples.Channel, null, new DiscordMessage("x")).End("nobody is asked any more");

        Assert.Same(ended, ended.Attempt(RunSamples.Began));
    }

    private static void Refuse(bool isRefused, int status, int code)
    {
        if (isRefused) throw new DiscordRefusedException(status, code, "no");
    }

    private static Snowflake Delete(ShownBox box, string title)
    {
        lock (box.Wall.Gate)
        {
            var message = box.Wall.Messages.Single(message => message.Title.Contains(title, StringComparison.Ordinal));
            box.Wall.Messages.Remove(message);
            return message.Id;
        }
    }
}
