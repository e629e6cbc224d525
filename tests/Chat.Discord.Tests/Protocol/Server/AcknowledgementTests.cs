using Nightshift.Chat.Discord.Tests.Protocol.Fakes;
using Xunit.Abstractions;

namespace Nightshift.Chat.Discord.Tests.Protocol.Server;

public sealed class AcknowledgementTests(ITestOutputHelper output)
{
    private const int Runs = 20;
    private const int People = 100;

    [Fact]
    public async Task Acknowledgement_TwentyRunsAndAHundredPeople_IsInTimeAndMeetsNoLimit()
    {
        await using var both = await ServerClient.StartAsync();
        await Wait.ForAsync(both.Client.SetCommandsAsync(both.Guild, [InteractionServerTests.Upgrade], CancellationToken.None));
        using var stop = new CancellationTokenSource();
        var acknowledging = new List<Task>();
        both.Events.Upon = _ =>
        {
            while (both.Events.Interactions.TryDequeue(out var interaction)) acknowledging.Add(AcknowledgeAsync(both.Client, interaction));
        };
        var runs = Enumerable.Range(0, Runs).Select(i => RunAsync(both, i, stop.Token)).ToList();

        foreach (var person in Enumerable.Range(0, People).Select(i => both.Server.AddPerson($"p{i}")))
        {
            person.Type(both.Server.Channel, "/upgrade start cluster:blue");
            person.Complete(both.Server.Channel, "/upgrade start cluster:bl", "cluster");
            await Task.Delay(20);
        }
        await Wait.UntilAsync(() => both.Server.AcknowledgementLatencies().Count == 2 * People, () => $"{both.Server.AcknowledgementLatencies().Count} acknowledgements");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Wait.ForAsync(Task.WhenAll(runs)));
        await Wait.ForAsync(Task.WhenAll(acknowledging));

        output.WriteLine($"{both.Server.AcknowledgementLatencies()}\n{both.Server.Counters}\n{string.Join(' ', both.Server.Counters.TooManyByScope)}");
        Assert.Equal((0, 0), (both.Server.Unacknowledged, both.Server.Counters.TooManyRequests));
    }

    private static async Task AcknowledgeAsync(DiscordClient client, DiscordInteraction interaction)
    {
        if (interaction.Kind == DiscordInteractionKind.Completion)
        {
            await client.SuggestAsync(interaction, [new DiscordChoice("Blue", "blue")], CancellationToken.None);
            return;
        }
        await client.DeferAsync(interaction, true, CancellationToken.None);
        await client.AnswerAsync(interaction, new DiscordMessage("done"), CancellationToken.None);
    }

    /// <summary>A run's progress message, edited as often as Discord lets it.</summary>
    private static async Task RunAsync(ServerClient both, int number, CancellationToken cancellationToken)
    {
        var channel = new Snowflake(both.Server.AddChannel($"run-{number}").Id.Value);
        var message = await both.Client.SendAsync(channel, new DiscordMessage("run"), cancellationToken);
        for (var i = 0; ; i++) await both.Client.EditAsync(channel, message, new DiscordMessage($"{i}"), cancellationToken);
    }
}
