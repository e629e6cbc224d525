using System.Text;
using Nightshift.Chat.Discord.Mapping;
using Nightshift.Chat.Discord.Protocol.Gateway;

namespace Nightshift.Chat.Discord.Tests.Protocol.Gateway;

public sealed class GatewayMessageTests
{
    private const string Person = """{"id":"80351110224678912","username":"nelly","global_name":"Nelly <@1>","discriminator":"0","avatar":null}""";

    [Fact]
    public void From_Command_TellsPathOptionsAndPerson()
    {
        var interaction = Interaction($$$"""
            {"id":"100","application_id":"9","type":2,"token":"secret","version":1,"guild_id":"7","channel_id":"8","locale":"zh-CN",
             "member":{"roles":["70","71"],"user":{{{Person}}},"permissions":"0","joined_at":"2020-01-01T00:00:00.000000+00:00","deaf":false,"mute":false},
             "data":{"id":"5","name":"upgrade","type":1,"options":[{"name":"openmldb","type":2,"options":[{"name":"start","type":1,"options":[
               {"name":"cluster","type":3,"value":"a `b` <@&3>"},{"name":"batch","type":4,"value":12},{"name":"dry","type":5,"value":true},{"name":"rate","type":10,"value":0.5}]}]}]}}
            """)!;

        Assert.Equal(["upgrade", "openmldb", "start"], interaction.Command);
        Assert.Equal(
            [new("cluster", "a `b` <@&3>"), new DiscordOptionValue("batch", "12"), new DiscordOptionValue("dry", "true"), new DiscordOptionValue("rate", "0.5")],
            interaction.Options);
        Assert.Equal((new Snowflake(100), new Snowflake(7), new Snowflake(8), "zh-CN"), (interaction.Id, interaction.Guild!.Value, interaction.Channel, interaction.Locale));
        Assert.Equal(new DiscordUser(new Snowflake(80351110224678912), "nelly", false), interaction.User);
        Assert.Equal([new Snowflake(70), new Snowflake(71)], interaction.Roles);
    }

    [Fact]
    public void From_CompletionInADirectMessage_TellsWhatIsTyped()
    {
        var interaction = Interaction($$$"""
            {"id":"100","type":4,"token":"t","channel_id":"8","user":{{{Person}}},"data":{"id":"5","name":"drain","type":1,"options":[{"name":"node","type":3,"value":"ta","focused":true}]}}
            """)!;

        Assert.Equal((DiscordInteractionKind.Completion, null, "en-US"), (interaction.Kind, interaction.Guild, interaction.Locale));
        Assert.Equal([new DiscordOptionValue("node", "ta", true)], interaction.Options);
    }

    [Fact]
    public void From_Button_TellsItsIdAndMessage()
    {
        var interaction = Interaction($$$"""
            {"id":"100","type":3,"token":"t","channel_id":"8","guild_id":"7","member":{"roles":[],"user":{{{Person}}}},"data":{"custom_id":"approve:1","component_type":2},
             "message":{"id":"55","content":"x","author":{{{Person}}}}}
            """)!;

        Assert.Equal((DiscordInteractionKind.Button, "approve:1", new Snowflake(55)), (interaction.Kind, interaction.Button, interaction.Message!.Value));
    }

    [Theory]
    [InlineData("""{"id":"1","type":1,"token":"t"}""")]
    [InlineData("""{"id":"1","type":3,"token":"t","channel_id":"8","user":{"id":"2","username":"n"},"data":{"custom_id":"x","component_type":3,"values":["a"]}}""")]
    [InlineData("""{"id":"1","type":2,"token":"t","channel_id":"8","user":{"id":"2","username":"n"},"data":{"id":"3","name":"Report","type":3,"target_id":"9"}}""")]
    [InlineData("""{"id":"1","type":5,"token":"t","channel_id":"8","user":{"id":"2","username":"n"},"data":{"custom_id":"form"}}""")]
    [InlineData("""{"id":"1","type":2,"token":"t","channel_id":"8","data":{"id":"3","name":"x","type":1}}""")]
    [InlineData("""{"id":"1","type":77,"token":"t","channel_id":"8","user":{"id":"2","username":"n"},"data":{"name":"x","type":1}}""")]
    public void From_KindNotAskedFor_IsPassedOver(string json) => Assert.Null(Interaction(json));

    [Theory]
    [InlineData("INTERACTION_CREATE", """{"id":12,"type":2,"token":"t"}""")]
    [InlineData("INTERACTION_CREATE", """{"type":2,"token":"t"}""")]
    [InlineData("INTERACTION_CREATE", """{"id":"1","type":2}""")]
    [InlineData("INTERACTION_CREATE", "null")]
    [InlineData("INTERACTION_CREATE", "[]")]
    [InlineData("MESSAGE_REACTION_ADD", """{"user_id":"1","channel_id":"2","emoji":{"name":"x"}}""")]
    [InlineData("MESSAGE_REACTION_ADD", """{"user_id":"0","channel_id":"2","message_id":"3","emoji":{"name":"x"}}""")]
    public void From_EventOfAnotherForm_IsUnreadableAndNoFault(string type, string data) => Assert.IsType<Unreadable>(Message(type, data));

    [Fact]
    public void From_Reactions_TellEmojiAndBot()
    {
        var added = Reaction("MESSAGE_REACTION_ADD", """{"user_id":"1","channel_id":"2","message_id":"3","guild_id":"4","member":{"roles":[],"user":{"id":"1","username":"b","bot":true}},"emoji":{"id":null,"name":"✅"},"burst":true,"type":1}""");
        var own = Reaction("MESSAGE_REACTION_ADD", """{"user_id":"1","channel_id":"2","message_id":"3","emoji":{"id":"41771983429993937","name":"✅"}}""");
        var removed = Reaction("MESSAGE_REACTION_REMOVE", """{"user_id":"1","channel_id":"2","message_id":"3","guild_id":"4","emoji":{"id":null,"name":"❌"}}""");

        Assert.Equal(new DiscordReaction(true, new(2), new(3), new(1), "✅", new(4), true), added);
        Assert.Null(own.Emoji);
        Assert.Equal(new DiscordReaction(false, new(2), new(3), new(1), "❌", new(4), null), removed);
    }

    [Theory]
    [InlineData("""{"op":10,"d":{"heartbeat_interval":0}}""")]
    [InlineData("""{"op":10,"d":{"heartbeat_interval":-1}}""")]
    [InlineData("""{"op":10,"d":{"heartbeat_interval":99999999}}""")]
    [InlineData("""{"op":10,"d":{}}""")]
    [InlineData("""{"op":10}""")]
    [InlineData("""{"op":0,"t":"READY","s":1,"d":{"session_id":"x"}}""")]
    public void From_WhatTheSessionStandsOn_IsAFaultWhenUnreadable(string json) =>
        Assert.Throws<GatewayFaultException>(() => GatewayMessage.From(GatewayFrame.Parse(Encoding.UTF8.GetBytes(json))));

    [Theory]
    [InlineData("MESSAGE_REACTION_REMOVE_ALL", """{"channel_id":"2","message_id":"3","guild_id":"4"}""")]
    [InlineData("MESSAGE_REACTION_REMOVE_EMOJI", """{"channel_id":"2","message_id":"3","guild_id":"4","emoji":{"id":null,"name":"✅"}}""")]
    public void From_ReactionsCleared_TellsOfWhichMessage(string type, string data)
    {
        var cleared = Assert.IsType<Cleared>(Message(type, data));

        Assert.True(cleared is Reacted, "the connection hands on what happens to reactions");
        Assert.Equal((new Snowflake(2), new Snowflake(3)), (cleared.Place.ChannelId, cleared.Place.MessageId));
    }

    private static GatewayMessage Message(string type, string data) =>
        GatewayMessage.From(GatewayFrame.Parse(Encoding.UTF8.GetBytes($$$"""{"op":0,"s":1,"t":"{{{type}}}","d":{{{data}}}}""")));

    private static DiscordInteraction? Interaction(string data) => InteractionMap.From(Assert.IsType<Interacted>(Message("INTERACTION_CREATE", data)).Interaction);

    private static DiscordReaction Reaction(string type, string data)
    {
        var marked = Assert.IsType<Marked>(Message(type, data));
        return InteractionMap.From(marked.IsAdded, marked.Reaction);
    }
}
