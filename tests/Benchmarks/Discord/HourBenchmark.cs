using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Chat.Discord;
using Nightshift.Chat.Discord.Protocol.Rest;
using Nightshift.Chat.Discord.Runs;
using Nightshift.Chat.Discord.Tests.Outbox;
using Nightshift.Chat.Discord.Tests.Protocol.Fakes;
using Nightshift.Chat.Discord.Tests.Runs;
using Nightshift.Discord.Server;
using Nightshift.Runs;

namespace Nightshift.Benchmarks.Discord;

/// <summary>A run of 60 nodes that takes an hour, on a clock that runs fast: what is sent to Discord, and whether any limit is met.</summary>
internal static class HourBenchmark
{
    private const int Nodes = 60;
    private const int Factor = 60;
    private const int StepsOfNode = 5;
    private const long Run = 12;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static async Task RunAsync(TextWriter output)
    {
        var time = new ScaledTime(Factor);
        await using var server = await DiscordServer.StartAsync(new DiscordServerOptions { Time = time, GatewayTime = TimeProvider.System, InteractionTime = TimeProvider.System });
        var patient = new RestOptions("", "") { AttemptTimeout = TimeSpan.FromSeconds(10) * Factor, UploadTimeout = TimeSpan.FromSeconds(60) * Factor, CallTimeout = TimeSpan.FromMinutes(2) * Factor };
        await using var client = new DiscordClient(new DiscordClientOptions(server.Token) { ApiUrl = server.Rest, Rest = patient }, time, new Random(1), NullLogger<DiscordClient>.Instance);
        var runs = new FakeRuns();
        var options = new RunMessagesOptions(new Snowflake(server.Guild.Id.Value), new Snowflake(server.Channel.Id.Value), "en");
        var messages = new RunMessages(client, runs, runs, new MemoryDocuments(new Disk()), options, time, NullLoggerFactory.Instance);
        using var stop = new CancellationTokenSource();
        var showing = messages.RunAsync(stop.Token);
        messages.Connected();
        runs.Set(RunSamples.Run(Run, planned: Nodes * StepsOfNode));
        await Wait.UntilAsync(() => server.Messages(server.Channel).Any(message => message.Reactions.Count == 2), () => "the plan");
        await LeadAsync(runs, time);
        await Wait.UntilAsync(() => server.Messages(server.Channel).Any(message => message.Text.Contains($"Report of run {Run}", StringComparison.Ordinal)), () => server.Counters.ToString());
        await stop.CancelAsync();
        await showing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"an hour's run of {Nodes} nodes and {Nodes * StepsOfNode} steps, {Factor} times as fast: {server.EditTimes(server.Channel).Count} edits and {server.Messages(server.Channel).Count} messages in the channel, {server.Threads(server.Channel).Sum(thread => server.Messages(thread).Count)} in threads, {server.Counters.TooManyRequests} answers of 429"));
        output.WriteLine(server.Counters);
    }

    /// <summary>Step by step, and what the step in hand waits for changes all the time.</summary>
    private static async Task LeadAsync(FakeRuns runs, TimeProvider time)
    {
        const int All = Nodes * StepsOfNode;
        var began = time.GetUtcNow();
        for (var gone = TimeSpan.Zero; gone < Hour; gone = time.GetUtcNow() - began)
        {
            var done = Math.Min(All - 1, (int)(gone / Hour * All));
            var inHand = RunSamples.Step(done + 1, StepState.Running, waits: string.Create(CultureInfo.InvariantCulture, $"{(Hour - gone).TotalMilliseconds:0} behind"));
            runs.Set(runs[Run].In(RunState.Running).With(Enumerable.Range(1, done).Select(i => RunSamples.Step(i)).Append(inHand)));
            await Task.Delay(TimeSpan.FromSeconds(1) / Factor);
        }

        runs.Set(runs[Run].With(Enumerable.Range(1, All).Select(i => RunSamples.Step(i))).In(RunState.Succeeded));
    }
}
