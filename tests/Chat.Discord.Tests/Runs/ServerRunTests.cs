using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Chat.Discord.Protocol.Rest;
using Nightshift.Chat.Discord.Runs;
using Nightshift.Chat.Discord.Tests.Outbox;
using Nightshift.Chat.Discord.Tests.Protocol.Fakes;
using Nightshift.Discord.Server;
using Nightshift.Discord.Server.Driver;
using Nightshift.Runs;
using Xunit.Abstractions;

namespace Nightshift.Chat.Discord.Tests.Runs;

/// <summary>Against the Discord that refuses what Discord refuses, on a clock that runs fast.</summary>
public sealed class ServerRunTests(ITestOutputHelper output)
{
    private const int Nodes = 60;
    private const int Factor = 200;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task AnHoursRunOfSixtyNodes_MeetsNoLimit()
    {
        await using var both = await Shown.StartAsync(Factor);
        var began = both.Time.GetUtcNow();
        both.Runs.Set(RunSamples.Run(planned: Nodes));
        await both.UntilAsync(() => both.Titled("Plan for run 12").SingleOrDefault()?.Reactions.Count == 2);
        while (both.Time.GetUtcNow() - began < Hour * 1.1)
        {
            var minutes = (both.Time.GetUtcNow() - began).TotalMinutes;
            var done = Math.Min(Nodes - 1, (int)(minutes / 67 * Nodes));
            both.Runs.Set(both.Runs[12].In(RunState.Running).With(
                Enumerable.Range(1, done).Select(i => RunSamples.Step(i)).Append(RunSamples.Step(done + 1, StepState.Running, waits: $"{(67 - minutes) * 1000:0} behind"))));
            await Task.Delay(10);
        }

        both.Runs.Set(both.Runs[12].With(Enumerable.Range(1, Nodes).Select(i => RunSamples.Step(i))).In(RunState.Succeeded));
        await both.UntilAsync(() => both.Titled("Report of run 12").Count == 1);
        await both.UntilAsync(() => both.IsSettled);

        var line = both.Titled("Run 12 ");
        output.WriteLine($"{both.Server.EditTimes(both.Server.Channel).Count} edits of {line.Count} progress messages in an hour at {Factor} times the speed\n{both.Server.Counters}");
        Assert.Equal(0, both.Server.Counters.TooManyRequests);
        Assert.DoesNotContain(30046, both.Server.Counters.ByErrorCode.Keys);
        Assert.Empty(both.Server.Counters.ByErrorCode);
        Assert.InRange(line.Count, 2, 3);
        Assert.Single(both.Titled("Plan for run 12"));
        Assert.Single(both.Server.Threads(both.Server.Channel));
    }

    [Fact]
    public async Task RepliesLostAndFaults_NothingIsSaidTwice()
    {
        await using var both = await Shown.StartAsync(20);
        both.Server.Faults.LoseAfter("POST /channels/{channel}/messages", 3);
        both.Server.Faults.FailAfter("POST /channels/{channel}/messages", count: 20);
        both.Server.Faults.FailBefore("PATCH /channels/{channel}/messages/{message}", count: 10);
        both.Runs.Set(RunSamples.Run());
        await both.UntilAsync(() => both.Titled("Plan for run 12").SingleOrDefault()?.Reactions.Count == 2);
        both.Runs.Set(both.Runs[12].In(RunState.Running).With(RunSamples.Step(1, report: new string('x', 100_000))));
        await both.UntilAsync(() => both.Server.Threads(both.Server.Channel).Count == 1);
        both.Runs.Set(both.Runs[12].In(RunState.Succeeded));
        await both.UntilAsync(() => both.Titled("Report of run 12").Count == 1 && both.IsSettled);

        output.WriteLine(both.Server.Counters.ToString());
        Assert.Equal([1, 1, 1], new[] { "Plan for run 12", "Run 12 ", "Report of run 12" }.Select(title => both.Titled(title).Count));
        var log = Assert.Single(both.Server.Messages(both.Server.Threads(both.Server.Channel)[0]).SelectMany(message => message.Attachments));
        Assert.EndsWith(".log", log.FileName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SentAndNotRecorded_LongAgo_IsFoundInTheChannel()
    {
        await using var both = await Shown.StartAsync(1);
        var sent = new Snowflake((await both.Client.SendAsync(both.Channel, Marked("abc-1-1"), default)).Value);
        await both.Client.SendAsync(both.Channel, Marked("abc-2-1"), default);

        var somebody = both.Server.AddPerson("busy");
        for (var i = 0; i < 210; i++) somebody.Say(both.Server.Channel, $"line {i}");
        var late = await both.Client.SendAsync(both.Channel, Marked("abc-4-1"), default);
        var (from, to) = (both.Time.GetUtcNow().AddMinutes(-1), both.Time.GetUtcNow().AddMinutes(1));

        Assert.Equal(sent, await both.Client.FindOwnAsync(both.Channel, from, to, "#abc-1-1", default));
        Assert.Equal(late, await both.Client.FindOwnAsync(both.Channel, from, to, "#abc-4-1", default));
        Assert.Null(await both.Client.FindOwnAsync(both.Channel, from, to, "#abc-3-1", default));
    }

    private static DiscordMessage Marked(string nonce) =>
        Nightshift.Chat.Discord.Outbox.MessageMark.On(new DiscordMessage("") { Embeds = [new DiscordEmbed("t", "d", [], null, "run 12")], Nonce = nonce }, nonce);

    private sealed class Shown : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Disk _disk = new();
        private Task _running = Task.CompletedTask;

        private Shown(DiscordServer server, TimeProvider time, int factor)
        {
            (Server, Time) = (server, time);
            var patient = new RestOptions("", "") { AttemptTimeout = TimeSpan.FromSeconds(10) * factor, UploadTimeout = TimeSpan.FromSeconds(60) * factor, CallTimeout = TimeSpan.FromMinutes(2) * factor };
            Client = new DiscordClient(new DiscordClientOptions(server.Token) { ApiUrl = server.Rest, Rest = patient }, time, new Random(1), NullLogger<DiscordClient>.Instance);
        }

        public DiscordServer Server { get; }

        public DiscordClient Client { get; }

        public TimeProvider Time { get; }

        public FakeRuns Runs { get; } = new();

        public Snowflake Channel => new(Server.Channel.Id.Value);

        public bool IsSettled
        {
            get
            {
                lock (_disk.Gate) return _disk.Documents.Values.All(document => !document.IsOpen);
            }
        }

        public static async Task<Shown> StartAsync(int factor)
        {
            TimeProvider time = factor == 1 ? TimeProvider.System : new ScaledTime(factor);
            var both = new Shown(await DiscordServer.StartAsync(new DiscordServerOptions { Time = time, GatewayTime = TimeProvider.System, InteractionTime = TimeProvider.System }), time, factor);
            var messages = new RunMessages(
                both.Client, both.Runs, both.Runs, new MemoryDocuments(both._disk), new RunMessagesOptions(new Snowflake(both.Server.Guild.Id.Value), both.Channel, "en"), time, NullLoggerFactory.Instance);
            both._running = messages.RunAsync(both._stop.Token);
            messages.Connected();
            return both;
        }

        public IReadOnlyList<MessageView> Titled(string title) =>
            [.. Server.Messages(Server.Channel).Where(message => message.History[0].Embeds.Replace("\": \"", "\":\"", StringComparison.Ordinal).Contains($"\"title\":\"{title}", StringComparison.Ordinal))];

        public Task UntilAsync(Func<bool> holds) => Wait.UntilAsync(holds, () => $"{string.Join('\n', Server.Messages(Server.Channel).Select(message => message.Text))}\n{Server.Counters}");

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Client.DisposeAsync();
            await Server.DisposeAsync();
            _stop.Dispose();
        }
    }
}
