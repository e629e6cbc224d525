using System.Text.Json;
using Nightshift.Chat.Discord.Mapping;
using Nightshift.Chat.Discord.Protocol.Wire;
using Nightshift.Chat.Discord.Tests.Team;

namespace Nightshift.Chat.Discord.Tests.Interactions;

/// <summary>People type where they read: in the thread of a run.</summary>
public sealed class ThreadCommandTests
{
    [Fact]
    public async Task Command_InARunsThread_CountsAsGivenInItsChannel()
    {
        await using var box = await TeamBox.StartAsync(approvers: 0);
        await box.Olga.Type(box.Server.Channel, "/restart tablet endpoint:a:10921").AnsweredAsync();
        await box.Server.WaitAsync(() => box.Server.Threads(box.Server.Channel).Count > 0, what: "the run's thread");
        var thread = Assert.Single(box.Server.Threads(box.Server.Channel));

        var answer = await box.Olga.Type(thread, "/restart tablet endpoint:b:10921").AnsweredAsync();

        Assert.DoesNotContain("I take commands only in", answer.Content, StringComparison.Ordinal);
        var asked = (await box.Runs.ListAsync(10, default)).MaxBy(run => run.Id.Value)!;
        await box.Server.MessageAsync(box.Server.Channel, message => message.Text.Contains("b:10921", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(11, 7UL)]
    [InlineData(12, 7UL)]
    [InlineData(0, null)] // Its parent is a category.
    [InlineData(null, null)]
    public void From_ChannelWithAParent_OnlyAThreadsIsItsChannel(int? type, ulong? home)
    {
        var wire = new WireInteraction(
            new Snowflake(1), 2, "token", new WireInteractionData(Name: "status", Type: 1), new Snowflake(4), new Snowflake(8), new WireInteractionChannel(type, new Snowflake(7)),
            new WireMember([], new WireUser(new Snowflake(9), "olga")));

        Assert.Equal(new Snowflake(home ?? 8), InteractionMap.From(wire)!.Home);
    }

    [Fact]
    public void Read_ChannelAsDiscordWritesIt_TellsItsParent()
    {
        const string text = """
            {"id":"1","type":2,"token":"t","data":{"id":"5","name":"status","type":1},"guild_id":"4","channel_id":"8",
             "channel":{"id":"8","type":11,"name":"run 12","parent_id":"7","permissions":"1","thread_metadata":{"archived":false}},
             "member":{"user":{"id":"9","username":"olga"},"roles":[]}}
            """;

        var interaction = InteractionMap.From(JsonSerializer.Deserialize(text, WireJson.Default.WireInteraction)!)!;

        Assert.Equal((new Snowflake(8), new Snowflake(7)), (interaction.Channel, interaction.Home));
    }
}
