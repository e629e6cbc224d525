using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Nightshift.Discord.Server.Driver;
using Nightshift.Runs;

namespace Nightshift.EndToEnd.Discord.Support;

// What stands in the channel and in the store.
internal sealed partial class Team
{
    // So often it is looked whether there is a bot to wait for.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>Types a command that asks for a run.</summary>
    /// <returns>The message with its plan.</returns>
    public async Task<MessageView> AskAsync(string line, int run = 1)
    {
        Olga.Type(Channel, line);
        return await OneAsync($"Plan for run {run} ", plan => plan.Reactions.Count == 2);
    }

    /// <summary>The messages of the channel that were sent with such a title, oldest first.</summary>
    public IReadOnlyList<MessageView> Titled(string title) => [.. Server.Messages(Channel).Where(message => TitleOf(message).StartsWith(title, StringComparison.Ordinal))];

    /// <summary>Waits for one; a second one is a fault.</summary>
    public async Task<MessageView> OneAsync(string title, Func<MessageView, bool>? holds = null, TimeSpan? within = null)
    {
        await UntilAsync(() => Titled(title).Any(message => holds?.Invoke(message) ?? true), $"'{title}'", within);
        return Assert.Single(Titled(title));
    }

    public async Task UntilAsync(Func<bool> holds, string what, TimeSpan? within = null)
    {
        var deadline = DateTime.UtcNow + (within ?? Patience);
        while (true)
        {
            try
            {
                await Server.WaitAsync(holds, Look, what);
                return;
            }
            catch (TimeoutException late) when (DateTime.UtcNow > deadline || _bot is { HasExited: true })
            {
                Assert.Fail($"{late.Message}\n{Everything}");
            }
            catch (TimeoutException)
            {
                // Another look.
            }
        }
    }

    /// <summary>The whole line of a run's messages: one plan, one message of progress, one thread, one report; and the run is the only one.</summary>
    public async Task<MessageView> EndedAsync(string state, TimeSpan? within = null)
    {
        var report = await OneAsync("Report of run 1 ", within: within ?? TimeSpan.FromMinutes(4));
        Assert.True(report.Text.Contains($"· {state}", StringComparison.Ordinal), $"{report.Text}\n{Everything}");
        await UntilAsync(() => Titled("Run 1 ·").All(message => message.Text.Contains($"Run 1 · {state}", StringComparison.Ordinal)), "the last progress");
        Assert.Single(Titled("Plan for run 1 "));
        Assert.Single(Titled("Run 1 ·"));
        Assert.Single(Server.Threads(Channel));
        Assert.NotNull(await HistoryAsync(1));
        Assert.Null(await HistoryAsync(2));
        return report;
    }

    /// <summary>What the store says of a run; null when there is none.</summary>
    public async Task<RunHistory?> HistoryAsync(long run) => await AuditAsync(audit => audit.HistoryAsync(new RunId(run), default));

    /// <summary>What was recorded of commands, a line each.</summary>
    public Task<string> RecordAsync() => AuditAsync(async audit =>
        string.Join('\n', (await audit.LatestAsync(1000, default)).Select(line => $"{line.Who} {line.Outcome} {line.Action}: {line.What}")));

    public async Task RecordedAsync(string text)
    {
        var until = DateTime.UtcNow + Patience;
        string record;
        while (!(record = await RecordAsync()).Contains(text, StringComparison.Ordinal))
        {
            Assert.True(DateTime.UtcNow < until, $"never recorded: {text}\n{record}\n{Everything}");
            await Task.Delay(50);
        }
    }

    /// <summary>Edits, messages, 429s, acknowledgements.</summary>
    public string Figures => string.Create(CultureInfo.InvariantCulture,
        $"{Server.Messages(Channel).Count} messages, {Server.EditTimes(Channel).Count} edits, {Server.Threads(Channel).Sum(thread => Server.Messages(thread).Count)} in threads, {Server.Counters.TooManyRequests} 429s, {Server.Counters.Identifies} identifies, {Server.Counters.Resumes} resumes; acknowledgements {Server.WallLatencies()}");

    private static string TitleOf(MessageView message) => (JsonNode.Parse(message.History[0].Embeds) as JsonArray)?.FirstOrDefault()?["title"]?.ToString() ?? "";

    private string Everything => $"{string.Join("\n--\n", Server.AllMessages(Channel).Select(message => $"{message.Author.Name}: {message.Text}"))}\n{Server.Counters}\n{_bot?.Everything}";

    private async Task<T> AuditAsync<T>(Func<IAudit, Task<T>> ask)
    {
        await using var services = new ServiceCollection().AddRuns(new RunOptions { Database = _store }).BuildServiceProvider();
        return await ask(services.GetRequiredService<IAudit>());
    }
}
