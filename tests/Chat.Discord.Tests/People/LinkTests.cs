using Nightshift.Chat.Discord.Tests.Team;
using Nightshift.Chat.Replies;
using Nightshift.Chat.Service;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Tests.People;

public sealed class LinkTests
{
    [Fact]
    public async Task Link_ByPersonWithTheRight_LetsTheAccountSpeak_AlsoAfterARestart()
    {
        await using var box = await TeamBox.StartAsync();
        var guest = box.Server.AddPerson("gast");
        Assert.Contains("I do not know you", (await guest.Type(box.Server.Channel, "/whoami").AnsweredAsync()).Content, StringComparison.Ordinal);

        Assert.Contains("is gast from now on", (await box.Olga.Type(box.Server.Channel, $"/link person:gast account:<@{guest.Id}>").AnsweredAsync()).Content, StringComparison.Ordinal);
        await box.StopBotAsync();
        await box.StartBotAsync();

        Assert.Contains("gast", (await guest.Type(box.Server.Channel, "/whoami").AnsweredAsync()).Content, StringComparison.Ordinal);
        await box.RecordedAsync($"olga Done link: /link gast \"<@{guest.Id}>\": Discord account {guest.Id} is gast");
    }

    [Fact]
    public async Task Link_OverWhatIsLinkedOrConfigured_IsRefused()
    {
        await using var box = await TeamBox.StartAsync();
        Assert.IsType<Reply.Text>(await Say(box, "/link gast 77", "olga"));

        Assert.Contains("gast has the account 77", await Refusal(box, "/link gast 78"), StringComparison.Ordinal);
        Assert.Contains("configuration says", await Refusal(box, "/link lena 79"), StringComparison.Ordinal);
        Assert.Contains("configuration says", await Refusal(box, $"/link gast {box.Lena.Id}"), StringComparison.Ordinal);
        Assert.Contains("not among the configured people", await Refusal(box, "/link nobody 80"), StringComparison.Ordinal);
        Assert.Contains("a mention, or the number", await Refusal(box, "/link gast everyone"), StringComparison.Ordinal);
        Assert.IsType<Reply.Refusal>(await Say(box, "/link gast 81", "lena"));
        Assert.IsType<Reply.Text>(await Say(box, "/unlink gast", "olga"));
        Assert.IsType<Reply.Refusal>(await Say(box, "/unlink gast", "olga"));
        Assert.IsType<Reply.Text>(await Say(box, "/link gast 78", "olga"));
        Assert.Null((await box.Get<IAudit>().VerifyAsync(null, null, default)).Broken);
    }

    private static Task<Reply> Say(TeamBox box, string text, string who) => box.Get<ChatService>().SayAsync(new PersonId(who), "web", text, default);

    private static async Task<string> Refusal(TeamBox box, string text) => Assert.IsType<Reply.Refusal>(await Say(box, text, "olga")).Content;
}
