using Nightshift.Chat.Discord.Tests.Protocol.Fakes;

namespace Nightshift.Chat.Discord.Tests.Protocol.Server;

public sealed class InteractionServerTests
{
    internal static readonly DiscordCommand Upgrade = new(
        "upgrade",
        new Dictionary<string, string> { [""] = "Upgrade a cluster", ["zh-CN"] = "升级集群" },
        [
            new DiscordOption(DiscordOptionType.SubCommand, "start", new Dictionary<string, string> { [""] = "Begin", ["zh-CN"] = "开始" }, false,
            [
                new DiscordOption(DiscordOptionType.Text, "cluster", new Dictionary<string, string> { [""] = "Which", ["zh-CN"] = "哪个" }, true, []) { IsCompleted = true },
                new DiscordOption(DiscordOptionType.Integer, "batch", new Dictionary<string, string> { [""] = "How many" }, false, []) { Choices = [new("one", "1"), new("ten", "10")] },
                new DiscordOption(DiscordOptionType.Switch, "dry", new Dictionary<string, string> { [""] = "Only look" }, false, []),
            ]),
        ]);

    [Fact]
    public async Task Command_Registered_IsTypedAcknowledgedAnsweredAndFollowedUp()
    {
        await using var both = await ServerClient.StartAsync();
        await Wait.ForAsync(both.Client.SetCommandsAsync(both.Guild, [Upgrade], CancellationToken.None));
        Assert.Equal([Upgrade], await Wait.ForAsync(both.Client.GetCommandsAsync(both.Guild, CancellationToken.None)));
        var ann = both.Server.AddPerson("ann", "zh-CN");

        var typed = ann.Type(both.Server.Channel, "/upgrade start cluster:blue batch:ten dry:True");
        var interaction = await both.InteractionAsync();
        await Wait.ForAsync(both.Client.DeferAsync(interaction, isPrivate: true, CancellationToken.None));
        await Wait.ForAsync(both.Client.AnswerAsync(interaction, new DiscordMessage("done"), CancellationToken.None));
        await Wait.ForAsync(both.Client.FollowUpAsync(interaction, new DiscordMessage("more") { Files = [new DiscordFile("a.log", new byte[10])] }, isPrivate: true, CancellationToken.None));

        Assert.Equal(["upgrade", "start"], interaction.Command);
        Assert.Equal([new("cluster", "blue"), new("batch", "10"), new DiscordOptionValue("dry", "true")], interaction.Options);
        Assert.Equal((both.Guild, "zh-CN", "ann"), (interaction.Guild!.Value, interaction.Locale, interaction.User.Name));
        var answer = await typed.AnsweredAsync();
        Assert.Equal(("done", true), (answer.Content, answer.Ephemeral));
        Assert.Equal(("more", true), (Assert.Single(typed.FollowUps).Content, typed.FollowUps[0].Ephemeral));
        Assert.Equal(5, typed.CallbackType);
    }

    [Fact]
    public async Task Completion_Typed_IsAnsweredWithChoices()
    {
        await using var both = await ServerClient.StartAsync();
        await Wait.ForAsync(both.Client.SetCommandsAsync(null, [Upgrade], CancellationToken.None));
        var typed = both.Server.AddPerson("ann").Complete(both.Server.Channel, "/upgrade start cluster:bl", "cluster");

        var interaction = await both.InteractionAsync();
        await Wait.ForAsync(both.Client.SuggestAsync(interaction, [new DiscordChoice("Blue", "blue")], CancellationToken.None));

        Assert.Equal([new DiscordOptionValue("cluster", "bl", true)], interaction.Options);
        Assert.Equal("blue", Assert.Single((await typed.AcknowledgedAsync()).Choices).Value);
    }

    [Theory]
    [InlineData(true, 5)]
    [InlineData(false, 6)]
    public async Task Button_Pressed_IsAcknowledgedAsAsked(bool isPrivate, int callback)
    {
        await using var both = await ServerClient.StartAsync();
        var (id, view) = await both.SendAsync(new DiscordMessage("plan") { Buttons = [[new DiscordButton("approve:1", "Approve", DiscordButtonStyle.Success)]] });
        var pressed = both.Server.AddPerson("ann").Press(view, "Approve");

        var interaction = await both.InteractionAsync();
        await Wait.ForAsync(both.Client.DeferAsync(interaction, isPrivate, CancellationToken.None));
        await Wait.ForAsync(both.Client.AnswerAsync(interaction, new DiscordMessage("noted"), CancellationToken.None));

        Assert.Equal(("approve:1", id), (interaction.Button, interaction.Message!.Value));
        Assert.Equal(callback, pressed.CallbackType);
        Assert.Equal(isPrivate ? "plan" : "noted", both.Server.Look(view).Content);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Acknowledgement_ReplyLostOrFailed_IsFoundDone(bool isLost)
    {
        await using var both = await ServerClient.StartAsync();
        await Wait.ForAsync(both.Client.SetCommandsAsync(both.Guild, [Upgrade], CancellationToken.None));
        var typed = both.Server.AddPerson("ann").Type(both.Server.Channel, "/upgrade start cluster:blue");
        var interaction = await both.InteractionAsync();
        if (isLost) both.Server.Faults.LoseAfter();
        else both.Server.Faults.FailAfter(status: 500);

        await Wait.ForAsync(both.Client.DeferAsync(interaction, true, CancellationToken.None));

        Assert.Equal(5, typed.CallbackType);
        Assert.Equal(1, both.Server.Counters.ByErrorCode[40060]);
    }

    [Fact]
    public async Task Acknowledgement_Twice_IsRefused()
    {
        await using var both = await ServerClient.StartAsync();
        await Wait.ForAsync(both.Client.SetCommandsAsync(both.Guild, [Upgrade], CancellationToken.None));
        both.Server.AddPerson("ann").Type(both.Server.Channel, "/upgrade start cluster:blue");
        var interaction = await both.InteractionAsync();
        await Wait.ForAsync(both.Client.DeferAsync(interaction, true, CancellationToken.None));

        Assert.Equal(40060, (await Assert.ThrowsAsync<DiscordRefusedException>(() => Wait.ForAsync(both.Client.DeferAsync(interaction, true, CancellationToken.None)))).Code);
    }

    [Fact]
    public async Task Acknowledgement_WhileEditsWaitForTheirLimit_IsNotDelayed()
    {
        await using var both = await ServerClient.StartAsync();
        await Wait.ForAsync(both.Client.SetCommandsAsync(both.Guild, [Upgrade], CancellationToken.None));
        var (id, _) = await both.SendAsync(new DiscordMessage("progress"));
        using var stop = new CancellationTokenSource();
        var edits = Enumerable.Range(0, 40).Select(i => both.Client.EditAsync(both.Channel, id, new DiscordMessage($"{i}"), stop.Token)).ToList();

        both.Server.AddPerson("ann").Type(both.Server.Channel, "/upgrade start cluster:blue");
        await Wait.ForAsync(both.Client.DeferAsync(await both.InteractionAsync(), true, CancellationToken.None));

        Assert.Contains(edits, edit => !edit.IsCompleted);
        Assert.Equal(0, both.Server.Unacknowledged);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Wait.ForAsync(Task.WhenAll(edits)));
    }

    [Fact]
    public async Task Interaction_SentAgain_IsToldUnderTheSameId()
    {
        await using var both = await ServerClient.StartAsync();
        await Wait.ForAsync(both.Client.SetCommandsAsync(both.Guild, [Upgrade], CancellationToken.None));
        var typed = both.Server.AddPerson("ann").Type(both.Server.Channel, "/upgrade start cluster:blue");
        typed.Replay();

        Assert.Equal((await both.InteractionAsync()).Id, (await both.InteractionAsync()).Id);
    }
}
