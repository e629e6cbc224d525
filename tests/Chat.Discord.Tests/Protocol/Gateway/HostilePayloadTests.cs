using System.Text;
using Nightshift.Chat.Discord.Mapping;
using Nightshift.Chat.Discord.Protocol.Gateway;

namespace Nightshift.Chat.Discord.Tests.Protocol.Gateway;

/// <summary>Whatever comes, it is understood, passed over, or a fault that is known as one; never an exception that nobody expects.</summary>
public sealed class HostilePayloadTests
{
    private static readonly string[] Samples =
    [
        """{"op":10,"d":{"heartbeat_interval":41250},"s":null,"t":null}""",
        """{"op":9,"d":true}""",
        """{"t":"READY","s":1,"op":0,"d":{"v":10,"user":{"id":"900","username":"night","bot":true},"guilds":[],"session_id":"x","resume_gateway_url":"wss://g","application":{"id":"901","flags":0}}}""",
        """{"t":"MESSAGE_REACTION_ADD","s":2,"op":0,"d":{"user_id":"1","channel_id":"2","message_id":"3","guild_id":"4","member":{"roles":["5"],"user":{"id":"1","username":"b","bot":true}},"emoji":{"id":null,"name":"✅"}}}""",
        """{"t":"MESSAGE_REACTION_REMOVE_EMOJI","s":2,"op":0,"d":{"channel_id":"2","message_id":"3","guild_id":"4","emoji":{"id":null,"name":"✅"}}}""",
        """{"t":"INTERACTION_CREATE","s":3,"op":0,"d":{"id":"100","type":2,"token":"t","guild_id":"7","channel_id":"8","locale":"zh-CN","member":{"roles":["70"],"user":{"id":"2","username":"n"}},"data":{"id":"5","name":"u","type":1,"options":[{"name":"s","type":1,"options":[{"name":"c","type":3,"value":"\u7ef4\ud83d\ude00"},{"name":"b","type":4,"value":12},{"name":"d","type":5,"value":true}]}]}}}""",
    ];

    private static readonly string[] Pieces = ["\"", "{", "}", "[", "]", ",", ":", "null", "1e400", "-1", "\\ud800", "\\u0000", "\"0\"", "99999999999999999999", "true", "[[[[[[[[", "\"id\":"];

    [Fact]
    public void From_DamagedPayloads_AreUnderstoodPassedOverOrFaults()
    {
        var random = new Random(20260301);
        var counts = new Dictionary<string, int>();
        for (var i = 0; i < 40_000; i++)
        {
            var what = Read(Damaged(Encoding.UTF8.GetBytes(Samples[i % Samples.Length]), random));
            counts[what] = counts.GetValueOrDefault(what) + 1;
        }

        Assert.All(["fault", nameof(Unreadable), nameof(Interacted), nameof(Marked), nameof(Cleared)], kind => Assert.True(counts.GetValueOrDefault(kind) > 100, kind));
    }

    private static string Read(byte[] payload)
    {
        try
        {
            var message = GatewayMessage.From(GatewayFrame.Parse(payload));
            if (message is Interacted interacted) InteractionMap.From(interacted.Interaction);
            if (message is Marked marked) InteractionMap.From(marked.IsAdded, marked.Reaction);
            return message.GetType().Name;
        }
        catch (GatewayFaultException)
        {
            return "fault";
        }
    }

    private static byte[] Damaged(byte[] payload, Random random)
    {
        var at = random.Next(payload.Length);
        switch (random.Next(4))
        {
            case 0:
                payload[at] = (byte)random.Next(256);
                return payload;
            case 1:
                return [.. payload[..at], .. Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]), .. payload[at..]];
            case 2:
                return [.. payload[..at], .. payload[Math.Min(payload.Length, at + random.Next(1, 9))..]];
            default:
                var from = random.Next(payload.Length);
                return [.. payload[..at], .. payload[from..Math.Min(payload.Length, from + 12)], .. payload[at..]];
        }
    }
}
