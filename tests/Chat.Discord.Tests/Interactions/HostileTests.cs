using Nightshift.Chat.Discord.Interactions;
using Nightshift.Chat.Discord.Tests.Protocol.Fakes;
using Nightshift.Chat.Discord.Tests.Team;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Tests.Interactions;

/// <summary>What somebody who means ill, or a broken program, could send.</summary>
public sealed class HostileTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Interaction_OfAnotherGuildOrNone_IsRefusedAndRecorded(bool hasGuild)
    {
        await using var box = await TeamBox.StartAsync();
        var honest = box.Olga.Type(box.Server.Channel, "/whoami");
        await honest.AnsweredAsync();

        var forged = honest.Forge(payload =>
        {
            payload.Remove("guild_id");
            if (hasGuild) payload["guild_id"] = "4711";
            payload["data"]!["name"] = "pause";
        });

        Assert.Contains("only in the guild", (await forged.AnsweredAsync()).Content, StringComparison.Ordinal);
        await box.RecordedAsync(hasGuild ? "(guild 4711)" : "(guild none)");
    }

    [Fact]
    public async Task Interaction_Replayed_HasItsEffectOnce_AlsoAfterARestart()
    {
        await using var box = await TeamBox.StartAsync();
        var typed = box.Olga.Type(box.Server.Channel, "/restart tablet endpoint:a:10921");
        await typed.AnsweredAsync();
        typed.Replay();
        await Wait.UntilAsync(() => box.Log.Lines.Any(line => line.Contains(" 4302 ", StringComparison.Ordinal)), () => "a refused acknowledgement");
        await box.StopBotAsync();
        await box.StartBotAsync();
        typed.Replay();
        await Wait.UntilAsync(() => box.Log.Lines.Count(line => line.Contains(" 4302 ", StringComparison.Ordinal)) == 2, () => "a second one");

        Assert.Single(await box.Runs.ListAsync(10, default));
    }

    [Fact]
    public async Task Interaction_TakenBefore_IsRefusedByTheStoreWhateverDiscordSays()
    {
        await using var box = await TeamBox.StartAsync();
        var interaction = new DiscordInteraction(
            new Snowflake((ulong)(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - 1_420_070_400_000) << 22), "token", DiscordInteractionKind.Command,
            new Snowflake(box.Server.Guild.Id.Value), new Snowflake(box.Server.Channel.Id.Value), new DiscordUser(new Snowflake(box.Olga.Id.Value), "olga", false), [], "en-US")
        {
            Command = ["whoami"],
        };
        Assert.Null(await box.Get<Gate>().RefuseAsync(interaction, default));
        await box.StopBotAsync();
        await box.StartBotAsync();

        Assert.Equal("这条命令已经处理过了。", Assert.IsType<Replies.Reply.Refusal>(await box.Get<Gate>().RefuseAsync(interaction with { Locale = "zh-CN" }, default)).Content);
    }

    [Fact]
    public async Task Reaction_ByABotOrAStranger_IsRefusedAndRecordedInTheRun()
    {
        await using var box = await TeamBox.StartAsync();
        var (run, plan) = await box.AskAsync();
        var bot = box.Server.AddPerson("other-bot", bot: true);
        var stranger = box.Server.AddPerson("**wei** @everyone");

        bot.React(plan, "✅");
        stranger.React(plan, "✅");

        await box.RecordedAsync($"discord:{bot.Id} Refused");
        await box.RecordedAsync($"discord:{stranger.Id} Refused");
        Assert.Empty((await box.Runs.FindAsync(run.Summary.Id, default))!.Approvals);
        await box.Get<ReactionLine>().IdleAsync();
        Assert.DoesNotContain(box.Server.Messages(box.Server.Channel), message => message.Content.StartsWith("<@", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reactions_OfAStrangerOverAndOver_AreRecordedOnceAndAskAndTellDiscordNothing()
    {
        await using var box = await TeamBox.StartAsync(approvers: 2);
        var (run, plan) = await box.AskAsync();
        var stranger = box.Server.AddPerson("wang");

        for (var i = 0; i < 20; i++)
        {
            stranger.React(plan, i % 2 == 0 ? "✅" : "❌");
            stranger.Unreact(plan, i % 2 == 0 ? "✅" : "❌");
        }

        // Behind the others in order: once it is seen, they were.
        box.Tom.React(plan, "❌");
        await box.UntilAsync(run.Summary.Id, view => view.Summary.State == RunState.Rejected);
        Assert.Single((await box.RecordAsync()).Split('\n'), line => line.Contains(stranger.Id.ToString(), StringComparison.Ordinal));
        Assert.DoesNotContain(box.Server.Requests(), request => request.Path.EndsWith($"/members/{stranger.Id}", StringComparison.Ordinal));
        Assert.DoesNotContain(box.Server.Messages(box.Server.Channel), message => message.Content.StartsWith("<@", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reaction_WhoseNoteDiscordDoesNotTake_HoldsNobodyUp()
    {
        await using var box = await TeamBox.StartAsync(approvers: 2, prepare: box => box.Between = discord => new DeafDiscord(discord));
        var (run, plan) = await box.AskAsync();

        box.Olga.React(plan, "✅");
        box.Lena.React(plan, "✅");

        await box.UntilAsync(run.Summary.Id, view => view.Approvals.Count == 1);
        Assert.DoesNotContain(box.Server.Messages(box.Server.Channel), message => message.Content.StartsWith("<@", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reactions_OnTheMessageOfARunThatEnded_AreLeftAlone()
    {
        await using var box = await TeamBox.StartAsync();
        var (run, plan) = await box.AskAsync();
        box.Lena.React(plan, "✅");
        await box.UntilAsync(run.Summary.Id, view => view.Summary.State == RunState.Succeeded);
        var record = await box.RecordAsync();

        box.Lena.Unreact(plan, "✅");
        box.Olga.React(plan, "✅");
        box.Tom.React(plan, "❌");
        await SettledAsync(box);

        Assert.Equal(record, await box.RecordAsync());
        Assert.DoesNotContain(box.Server.Messages(box.Server.Channel), message => message.Content.StartsWith("<@", StringComparison.Ordinal));
    }

    /// <summary>Events come in order: after a command that was given after them, all were taken in.</summary>
    private static async Task SettledAsync(TeamBox box)
    {
        await box.Olga.Type(box.Server.Channel, "/whoami").AnsweredAsync();
        await box.Get<ReactionLine>().IdleAsync();
    }

    [Fact]
    public async Task Reaction_WithAnotherEmoji_MeansNothing()
    {
        await using var box = await TeamBox.StartAsync();
        var (run, plan) = await box.AskAsync();
        foreach (var emoji in (string[])["👍", "👍🏽", "✔️", "☑️", "🆗", "❎"]) box.Lena.React(plan, emoji);

        // Behind the others in order: once it is seen, they were.
        box.Tom.React(plan, "❌");
        var ended = await box.UntilAsync(run.Summary.Id, view => view.Summary.State == RunState.Rejected);
        Assert.Empty(ended.Approvals);
    }

    [Fact]
    public async Task Stranger_GivesACommand_IsToldInTheirLanguageWhatToAskFor()
    {
        await using var box = await TeamBox.StartAsync();
        var stranger = box.Server.AddPerson("wang", "zh-CN");

        var answer = await stranger.Type(box.Server.Channel, "/whoami").AnsweredAsync();

        Assert.True(answer.Ephemeral);
        Assert.Contains($"/link", answer.Content, StringComparison.Ordinal);
        Assert.Contains("我不认识你", answer.Content, StringComparison.Ordinal);
        await box.RecordedAsync($"discord:{stranger.Id} Refused whoami");
    }

    [Fact]
    public async Task Command_InAnotherChannel_IsRefused()
    {
        await using var box = await TeamBox.StartAsync();
        var elsewhere = box.Server.AddChannel("elsewhere");

        var answer = await box.Olga.Type(elsewhere, "/restart tablet endpoint:a:10921").AnsweredAsync();

        Assert.Contains("I take commands only in", answer.Content, StringComparison.Ordinal);
        Assert.Empty(await box.Runs.ListAsync(10, default));
    }

    [Fact]
    public async Task Value_ThatLooksLikeOptions_StaysOneValue()
    {
        await using var box = await TeamBox.StartAsync();

        var answer = await box.Olga.Type(box.Server.Channel, "/restart tablet endpoint:a:10921\" --break-glass=\"the disk of it dies").AnsweredAsync();

        Assert.Contains("no name has", answer.Content.Replace("\\", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Empty(await box.Runs.ListAsync(10, default));
    }
}
