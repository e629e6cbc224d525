using System.Globalization;
using Nightshift.Chat.Discord.Tests.Team;

namespace Nightshift.Benchmarks.Discord;

/// <summary>How long a person waits for the acknowledgement, on the strict test Discord: 20 runs are in progress, each with its messages, and 100 people type.</summary>
internal static class AcknowledgementBenchmark
{
    private const int Runs = 20;
    private const int People = 100;
    private const int Rounds = 5;
    private const int CommandEvery = 4;
    private static readonly TimeSpan BetweenKeys = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task RunAsync(TextWriter output)
    {
        await using var box = await TeamBox.StartAsync(approvers: 0);
        box.Busy = new TaskCompletionSource();
        for (var i = 0; i < Runs; i++) await box.Olga.Type(box.Server.Channel, "/restart tablet endpoint:a:10921").AnsweredAsync(Patience);
        var people = Enumerable.Range(0, People).Select(i => box.Server.AddPerson($"p{i}", i % 2 == 0 ? "zh-CN" : "en-US")).ToList();
        var before = box.Server.WallLatencies().Count;

        var typed = new List<Nightshift.Discord.Server.Driver.SentInteraction>();
        for (var at = 0; at < Rounds * People; at++)
        {
            var person = people[at % People];
            typed.Add(at % CommandEvery == 0 ? person.Type(box.Server.Channel, "/runs") : person.Complete(box.Server.Channel, "/restart tablet endpoint:a", "endpoint"));
            await Task.Delay(BetweenKeys);
        }

        foreach (var one in typed) await one.AcknowledgedAsync(Patience);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"acknowledgements, {Runs} runs in progress, {People} people typing: {box.Server.WallLatencies()} ({before} of them before anybody typed); {box.Server.Unacknowledged} too late, {box.Server.Counters.TooManyRequests} answers of 429"));
    }
}
