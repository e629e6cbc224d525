using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Chat.Discord.Runs;
using Nightshift.Chat.Discord.Tests.Outbox;
using Nightshift.Runs.Tests.Support;

namespace Nightshift.Chat.Discord.Tests.Runs;

/// <summary>
/// Runs shown in a channel, on a clock that the test moves. Processes come and go (<see cref="StartAsync"/>, <see cref="KillAsync"/>); the disk, the channel and the runs stay.
/// </summary>
internal sealed class ShownBox : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private CancellationTokenSource? _stop;
    private Task _running = Task.CompletedTask;

    public ManualTime Time { get; } = new();

    public Disk Disk { get; } = new();

    public Wall Wall { get; } = new();

    public FakeRuns Runs { get; } = new();

    public RunMessagesOptions Options { get; set; } = new(new Snowflake(1), RunSamples.Channel, "en");

    public RunMessages Messages { get; private set; } = null!;

    public WallDiscord Discord { get; private set; } = null!;

    public List<RunOnMessage> Recovered { get; } = [];

    public void Start(CrashPoint? crash = null, bool connect = true)
    {
        Discord = new WallDiscord(Wall, Time, crash);
        Messages = new RunMessages(Discord, Runs, Runs, new MemoryDocuments(Disk, crash), Options, Time, NullLoggerFactory.Instance);
        Messages.Recovered += plan =>
        {
            lock (Recovered) Recovered.Add(plan);
        };
        _stop = new CancellationTokenSource();
        _running = Messages.RunAsync(_stop.Token);
        if (connect) Messages.Connected();
    }

    /// <summary>The process is gone, and what it had in hand with it.</summary>
    public async Task KillAsync()
    {
        await _stop!.CancelAsync();
        await _running.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _stop = null;
    }

    /// <summary>How far the clock goes at once.</summary>
    public TimeSpan Stride { get; set; } = TimeSpan.FromMilliseconds(250);

    public async Task PassAsync(TimeSpan span, Action? each = null)
    {
        for (var end = Time.GetUtcNow() + span; Time.GetUtcNow() < end;)
        {
            each?.Invoke();
            Time.Advance(Stride);
            await Task.Delay(1);
        }
    }

    /// <summary>Lets time go by until something holds.</summary>
    public async Task UntilAsync(Func<bool> holds, Func<string>? what = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!holds())
        {
            if (patience.IsCancellationRequested) Assert.Fail($"not within {Patience}: {what?.Invoke() ?? string.Join(" | ", Wall.Messages.Select(message => message.Text))}");
            await PassAsync(Stride);
        }
    }

    /// <summary>Nothing is left to be said.</summary>
    public Task SettledAsync() => UntilAsync(() =>
    {
        lock (Disk.Gate) return Disk.Documents.Values.All(document => !document.IsOpen);
    });

    public async ValueTask DisposeAsync()
    {
        if (_stop is not null) await KillAsync();
    }
}
