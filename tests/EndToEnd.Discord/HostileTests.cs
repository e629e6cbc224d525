using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Driver;
using Nightshift.EndToEnd.Discord.Support;
using Nightshift.EndToEnd.Support;
using Nightshift.Runs;
using Xunit.Abstractions;

namespace Nightshift.EndToEnd.Discord;

/// <summary>What somebody who means ill sends, and what a node says, calls nobody and changes nothing.</summary>
public sealed class HostileTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Hostile_IsRefusedAndRecordedAndNobodyIsCalled()
    {
        await using var box = await Box.UpAsync();
        await using var starts = new StartCounter(box);
        await using var team = await Team.StartAsync(box, ("People__operator__Name", "**olga** @everyone"));
        var role = team.Server.AddRole("everybody", mentionable: true);
        var injection = $"@everyone @here <@&{role.Id}> <@{team.Gast.Id}> **b** `c` [d](https://e.example)";

        // Of another guild, and twice.
        var typed = team.Olga.Type(team.Channel, $"/restart tablet endpoint:{box.Tablet(1)}");
        await typed.AnsweredAsync();
        var plan = await team.OneAsync("Plan for run 1 ", message => message.Reactions.Count == 2);
        var forged = typed.Forge(payload => payload["guild_id"] = "4711");
        Assert.Contains("only in the guild", (await forged.AnsweredAsync()).Content, StringComparison.Ordinal);
        await team.RecordedAsync("(guild 4711)");
        typed.Replay();

        // By a bot, and by somebody whose name is a trap.
        var bot = team.Server.AddPerson("other-bot", bot: true);
        var stranger = team.Server.AddPerson($"**wei** @everyone");
        bot.React(plan, "✅");
        stranger.React(plan, "✅");
        await team.RecordedAsync($"discord:{bot.Id} Refused");
        await team.RecordedAsync($"discord:{stranger.Id} Refused");
        Assert.Equal(RunState.AwaitingApproval, (await team.HistoryAsync(1))!.Summary.State);
        Assert.Null(await team.HistoryAsync(2));
        team.Lena.React(plan, "❌");
        await team.OneAsync("Report of run 1 ");

        // In arguments, and in what a node says.
        var answer = await team.Olga.Type(team.Channel, $"/restart tablet endpoint:{injection}").AnsweredAsync();
        Assert.True(answer.Ephemeral);
        SayAtStart(box, injection);
        team.Olga.Type(team.Channel, $"/restart tablet endpoint:{box.Tablet(1)} break-glass:{injection}");
        var asked = await team.OneAsync("Run 2: a step failed");
        Assert.Contains("everyone", asked.Text, StringComparison.Ordinal);
        team.Lena.Press(asked, "abort");
        await team.OneAsync("Report of run 2 ", within: TimeSpan.FromMinutes(3));

        output.WriteLine($"{answer.Text}\n{asked.Text}\n{team.Figures}");
        AssertNobodyCalled(team);
        Assert.Null(await team.HistoryAsync(3));
        Assert.Equal(0, team.Server.Unacknowledged);
    }

    /// <summary>Neither by what Discord made of the messages nor by what the bot asked for.</summary>
    private static void AssertNobodyCalled(Team team)
    {
        var all = team.Server.Threads(team.Channel).Prepend(team.Channel).SelectMany(team.Server.AllMessages).Where(message => message.Author.Id == team.Server.Bot.Id).ToList();
        Assert.True(all.Count > 5);
        Assert.DoesNotContain(all, message => message.Mentions.Any);
        var written = team.Server.Requests().Where(request => Said(request) is not null).ToList();
        Assert.True(written.Count > 5);
        Assert.DoesNotContain(written, request => Allows(Said(request)?["allowed_mentions"]));
    }

    /// <summary>Where nothing is said, Discord calls whoever is named.</summary>
    private static bool Allows(JsonNode? mentions) =>
        mentions?["parse"] is not JsonArray { Count: 0 } || mentions["users"] is JsonArray { Count: > 0 } || mentions["roles"] is JsonArray { Count: > 0 } || mentions["replied_user"]?.GetValue<bool>() == true;

    /// <summary>The message in a request, where there is one that says anything.</summary>
    private static JsonObject? Said(RecordedRequest request)
    {
        var body = request.Body is JsonObject direct && direct.ContainsKey("data") ? direct["data"] : request.Body;
        return body is JsonObject message && (message.ContainsKey("content") || message.ContainsKey("embeds")) ? message : null;
    }

    /// <summary>The next starts of the first tablet say this and fail.</summary>
    private static void SayAtStart(Box box, string text)
    {
        var settings = Directory.EnumerateFiles(box.Directory, "openmldb-env.sh", SearchOption.AllDirectories).Single(file => file.Contains("/tablet1/", StringComparison.Ordinal));
        File.AppendAllText(settings, $"\nif [ \"$operation\" = start ] && [ ! -e \"$root/said\" ]; then touch \"$root/said\"; echo '{text}'; exit 1; fi\n");
    }
}
