using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Chat.Discord.People;
using Nightshift.Chat.Discord.Tests.Team;
using Nightshift.Runs;
using Nightshift.Runs.Tests.Support;

namespace Nightshift.Chat.Discord.Tests.People;

public sealed class EscalationTests
{
    [Fact]
    public async Task Call_WhileARunWaits_MentionsExactlyWhoIsDueOnceEach()
    {
        DiscordChannelOptions? used = null;
        Nightshift.Discord.Server.Model.Role? leads = null;
        await using var box = await TeamBox.StartAsync(
            approvers: 2,
            options => used = options with
            {
                OnCall =
                [
                    new OnCallEntry(new PersonId("lena"), null, TimeSpan.FromMinutes(5)), new OnCallEntry(new PersonId("olga"), null, TimeSpan.FromMinutes(5)),
                    new OnCallEntry(new PersonId("gast"), null, TimeSpan.FromMinutes(5)), new OnCallEntry(null, new Snowflake(leads!.Id.Value), TimeSpan.FromMinutes(15)),
                ],
            },
            box => leads = box.Server.AddRole("leads", mentionable: true));
        var (run, _) = await box.AskAsync();

        Assert.Equal(0, await CallAsync(box, used!, run, TimeSpan.FromMinutes(4)));
        Assert.Equal(1, await CallAsync(box, used!, run, TimeSpan.FromMinutes(6)));
        Assert.Equal(1, await CallAsync(box, used!, run, TimeSpan.FromMinutes(10)));
        Assert.Equal(2, await CallAsync(box, used!, run, TimeSpan.FromMinutes(16)));
        Assert.Equal(2, await CallAsync(box, used!, run, TimeSpan.FromHours(16)));

        var calls = Calls(box);
        Assert.Equal([box.Lena.Id], calls[0].Mentions.Users.Select(user => user));
        Assert.Empty(calls[0].Mentions.Roles);
        Assert.Equal([leads!.Id], calls[1].Mentions.Roles.Select(role => role));
        Assert.Empty(calls[1].Mentions.Users);
    }

    private static List<Nightshift.Discord.Server.Driver.MessageView> Calls(TeamBox box) =>
        [.. box.Server.Messages(box.Server.Channel).Where(message => message.Content.Contains("waits for approval since", StringComparison.Ordinal))];

    private static async Task<int> CallAsync(TeamBox box, DiscordChannelOptions options, RunView run, TimeSpan after)
    {
        var time = new ManualTime();
        time.Advance(run.Summary.Requested + after - time.GetUtcNow());
        await new Escalation(
            box.Get<IDiscord>(), box.Runs, new OnCallRoster(options, box.Get<AccountBook>()), box.Get<IChannelStore>(), options, time, NullLogger<Escalation>.Instance).CallAsync(run.Summary.Id, default);
        return Calls(box).Count;
    }
}
