using Nightshift.EndToEnd.Support;
using Xunit.Abstractions;

namespace Nightshift.EndToEnd.Pegasus.Support;

/// <summary><c>/restart pegasus ha</c> of the first replica server, as a cron job calls it or on a terminal, with writers at work.</summary>
internal sealed class WatchedRestart : IAsyncDisposable
{
    private const int LinesOfAnEnd = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly PegasusBox _box;
    private readonly ITestOutputHelper _output;
    private readonly PegasusWriters _writers;
    private readonly BotProcess _bot;

    private WatchedRestart(PegasusBox box, ITestOutputHelper output, string settings, PegasusWriters writers, BotProcess bot) =>
        (_box, _output, Settings, _writers, _bot) = (box, output, settings, writers, bot);

    /// <summary>The leader's, before.</summary>
    public string Settings { get; }

    /// <param name="options">Of the cluster's section in the configuration.</param>
    public static Task<WatchedRestart> BeginAsync(PegasusBox box, ITestOutputHelper output, params (string Key, string Value)[] options) =>
        BeginAsync(box, output, options, null);

    /// <summary>In front of somebody who is asked, and for so long.</summary>
    public static Task<WatchedRestart> BeginOnTerminalAsync(PegasusBox box, ITestOutputHelper output, TimeSpan asked) => BeginAsync(box, output, [], asked);

    private static async Task<WatchedRestart> BeginAsync(PegasusBox box, ITestOutputHelper output, (string Key, string Value)[] options, TimeSpan? asked)
    {
        var settings = await Expect.SettingsAsync(box.Raw);
        var writers = await PegasusWriters.StartAsync(box.Raw, "orders", pause: 20);
        var environment = options.ToDictionary(option => $"Nightshift__Clusters__pegasus__{option.Key}", option => option.Value);
        if (asked is { } span) environment["Nightshift__Runs__DecisionDeadline"] = $"{span}";
        var bot = box.Bot(environment, asked is not null, "exec", $"/restart pegasus ha {box.Replica(1)}", "--approve-as", "oncall", "--format", asked is null ? "json" : "text");
        return new WatchedRestart(box, output, settings, writers, bot);
    }

    /// <summary>A step, or one of a scope, of that name was seen.</summary>
    public Task ReachedAsync(string name) => _bot.WaitForLineAsync(line => IsAt(line, name), Patience);

    public Task SaidAsync(string text) => _bot.WaitForLineAsync(line => line.Contains(text, StringComparison.Ordinal), Patience);

    public bool HasEnded => _bot.HasExited;

    public void NeverReached(string step) => Assert.DoesNotContain(_bot.Output, line => IsAt(line, step));

    public bool HasDone(string step) => _bot.Output.Any(line => IsAt(line, step) && line.Contains("\"step\":\"done\"", StringComparison.Ordinal));

    /// <summary>The run ended so, and the last line, or on a terminal the last ones, which a person reads, say all of that.</summary>
    public async Task EndedAsync(int exitCode, params string[] says)
    {
        var finished = await _bot.EndAsync(Patience);
        var last = finished.Output[^1].StartsWith('{') ? finished.Output[^1] : string.Join('\n', finished.Output.TakeLast(LinesOfAnEnd));
        _output.WriteLine($"{last}\n{_writers}");
        Assert.True(finished.ExitCode == exitCode, $"exit code {finished.ExitCode}\n{finished.Everything}");
        Assert.All(says, text => Assert.Contains(text, last, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Nothing lost, every partition complete, every server alive, the settings as they were.</summary>
    public async Task AsBeforeAsync()
    {
        await Expect.WholeAsync(_box.Raw, Settings);
        Assert.Empty(await _writers.LostAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _bot.DisposeAsync();
        await _writers.DisposeAsync();
    }

    private static bool IsAt(string line, string name) =>
        line.Contains("\"event\":\"step\"", StringComparison.Ordinal) && (line.Contains($"/{name}\"", StringComparison.Ordinal) || line.Contains($"/{name}/", StringComparison.Ordinal));
}
