using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Tests.Support;
using Xunit.Abstractions;

namespace Nightshift.Discord.Server.Tests.Driver;

/// <summary>What the server itself adds to the time of an acknowledgement: the bot here does nothing but acknowledge.</summary>
public sealed class CrowdTests(ITestOutputHelper output)
{
    private const int People = 100, Rounds = 5;

    [Fact]
    public async Task Acknowledgements_HundredPeopleTyping_AllInTime()
    {
        await using var server = await DiscordServer.StartAsync();
        await using var rest = RestClient.For(server);
        await rest.PutAsync($"applications/{server.Bot.Id}/commands", JsonNode.Parse("""[{"name":"status","description":"d"}]""")!);
        await using var gateway = await RawGateway.IdentifiedAsync(server, 1);
        await gateway.UntilAsync("GUILD_CREATE");
        var people = Enumerable.Range(0, People).Select(i => server.AddPerson($"p{i}")).ToList();

        var answering = AnswerAsync(gateway, rest);
        for (var round = 0; round < Rounds; round++)
        {
            var typed = people.Select(person => person.Type(server.Channel, "/status")).ToList();
            foreach (var one in typed) await one.AcknowledgedAsync();
        }

        await answering;
        output.WriteLine($"{server.WallLatencies()}");
        Assert.Equal(People * Rounds, server.WallLatencies().Count);
        Assert.Equal(0, server.Unacknowledged);
        Assert.Equal(0, server.Counters.TooManyRequests);
    }

    private static async Task AnswerAsync(RawGateway gateway, RestClient rest)
    {
        var answers = new List<Task>();
        for (var i = 0; i < People * Rounds; i++)
        {
            var sent = (await gateway.UntilAsync("INTERACTION_CREATE"))["d"]!;
            answers.Add(rest.PostAsync($"interactions/{sent["id"]}/{sent["token"]}/callback", new JsonObject { ["type"] = 5 }));
        }

        await Task.WhenAll(answers);
    }
}
