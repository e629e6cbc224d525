using Nightshift.Chat.Discord.People;
using Nightshift.Chat.Discord.Runs;
using Nightshift.Chat.Discord.Tests.Outbox;
using Nightshift.Chat.Discord.Tests.Protocol.Fakes;
using Nightshift.Chat.Discord.Tests.Runs;
using Nightshift.Chat.Discord.Tests.Team;
using Nightshift.Runs;
using Nightshift.Runs.Store;
using Nightshift.Runs.Tests.Support;
using NSubstitute;

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

    [Fact]
    public async Task Call_OfSomebodyWithoutAnAccount_IsMadeUpForOnceTheyAreLinked()
    {
        DiscordChannelOptions? used = null;
        await using var box = await TeamBox.StartAsync(approvers: 2, options => used = options with { OnCall = [new OnCallEntry(new PersonId("gast"), null, TimeSpan.FromMinutes(5))] });
        var (run, _) = await box.AskAsync();
        var log = new FakeLogger<Escalation>();
        var escalation = Escalating(box, used!, run, TimeSpan.FromMinutes(6), log);

        await escalation.CallAsync(run.Summary.Id, default);
        await escalation.CallAsync(run.Summary.Id, default);
        Assert.Empty(Calls(box));
        Assert.Contains("gast is on the roster and has no Discord account", Assert.Single(log.Lines), StringComparison.Ordinal);

        var guest = box.Server.AddPerson("gast");
        await box.Olga.Type(box.Server.Channel, $"/link person:gast account:<@{guest.Id}>").AnsweredAsync();
        await escalation.CallAsync(run.Summary.Id, default);
        await escalation.CallAsync(run.Summary.Id, default);
        Assert.Equal([guest.Id], Assert.Single(Calls(box)).Mentions.Users);
    }

    [Fact]
    public async Task Run_OlderThanManyOthers_IsCalledForAllTheSame()
    {
        var (runs, discord, time) = (new FakeRuns(), Substitute.For<IDiscord>(), new ManualTime());
        time.Advance(RunSamples.Began + TimeSpan.FromHours(1) - time.GetUtcNow());
        runs.Set(RunSamples.Run(1));
        for (var id = 2; id < 1_200; id++) runs.Set(RunSamples.Run(id).In(RunState.Succeeded));
        var documents = new MemoryDocuments(new Disk());
        await new RunRecords(documents, time).ShowAsync(new RunId(1), RunSamples.Channel, default);
        var store = Substitute.For<IChannelStore>();
        store.TakenAsync("", default).ReturnsForAnyArgs([]);
        var options = new DiscordChannelOptions(new Snowflake(9), new Snowflake(10), [RunSamples.Channel]) { OnCall = [new OnCallEntry(null, new Snowflake(100), TimeSpan.FromMinutes(5))] };
        var roster = new OnCallRoster(options, new AccountBook(store, new Dictionary<Snowflake, PersonId>(), time));
        using var stop = new CancellationTokenSource();

        var calling = new Escalation(discord, runs, runs, roster, store, documents, options, time, new FakeLogger<Escalation>()).RunAsync(stop.Token);

        await Wait.UntilAsync(() => discord.ReceivedCalls().Any(), () => "a call");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calling);
        await discord.Received().SendAsync(RunSamples.Channel, Arg.Is<DiscordMessage>(message => message.Content.StartsWith("<@&100> run 1 on prod waits for approval", StringComparison.Ordinal)), Arg.Any<CancellationToken>());
    }

    [Fact]
    public void Waiting_AfterAWithdrawalFromTheQueue_IsSinceThen()
    {
        var run = RunSamples.Run() with { Policy = new ApprovalPolicy(2, TimeSpan.FromHours(8)), ApproversNeeded = 2, ValidUntil = RunSamples.Began.AddHours(8) };

        Assert.Equal(RunSamples.Began, Since(run, (0, "plan-made", "nightshift")));
        Assert.Equal(RunSamples.Began, Since(run, (0, "plan-made", "nightshift"), (10, "approved", "lena"), (20, "withdrawn", "lena")));
        Assert.Equal(
            RunSamples.Began.AddMinutes(50),
            Since(run, (0, "plan-made", "nightshift"), (10, "approved", "lena"), (20, "approved", "tom"), (20, "queued", "nightshift"), (30, "queued", "nightshift"), (50, "withdrawn", "tom"), (60, "withdrawn", "lena")));
        Assert.Equal(
            RunSamples.Began.AddMinutes(70),
            Since(run, (10, "approved", "lena"), (20, "approved", "tom"), (20, "queued", "nightshift"), (30, "approved", "otto"), (50, "withdrawn", "tom"), (70, "withdrawn", "lena")));
        Assert.Equal(RunSamples.Began.AddMinutes(40), Since(run, (20, "queued", "nightshift"), (40, "plan-made", "nightshift")));
    }

    private static DateTimeOffset Since(RunView run, params (int Minute, string Kind, string Who)[] events) =>
        Waiting.Of(run, new RunHistory(run.Summary, [.. events.Select((one, at) => new EventLine(at, RunSamples.Began.AddMinutes(one.Minute), one.Kind, one.Who, ""))], null, null))!.Since;

    private static List<Nightshift.Discord.Server.Driver.MessageView> Calls(TeamBox box) =>
        [.. box.Server.Messages(box.Server.Channel).Where(message => message.Content.Contains("waits for approval since", StringComparison.Ordinal))];

    private static async Task<int> CallAsync(TeamBox box, DiscordChannelOptions options, RunView run, TimeSpan after)
    {
        await Escalating(box, options, run, after, new FakeLogger<Escalation>()).CallAsync(run.Summary.Id, default);
        return Calls(box).Count;
    }

    private static Escalation Escalating(TeamBox box, DiscordChannelOptions options, RunView run, TimeSpan after, FakeLogger<Escalation> log)
    {
        var time = new ManualTime();
        time.Advance(run.Summary.Requested + after - time.GetUtcNow());
        return new Escalation(
            box.Get<IDiscord>(), box.Runs, box.Get<IAudit>(), new OnCallRoster(options, box.Get<AccountBook>()), box.Get<IChannelStore>(), box.Get<IChannelDocuments>(), options, time, log);
    }
}
