using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Runs;

/// <summary>The messages in which runs are shown, as those who answer reactions, buttons and commands see them.</summary>
internal interface IRunMessages
{
    /// <summary>What a message stands for; null when it is none of a run's. From the store, so that it is known after a restart too.</summary>
    Task<RunOnMessage?> FindAsync(Snowflake channel, Snowflake message, CancellationToken cancellationToken);

    /// <summary>The messages on which people are asked for consent now: their reactions are read again when some may have been missed.</summary>
    Task<IReadOnlyList<RunOnMessage>> WaitingAsync(CancellationToken cancellationToken);

    /// <summary>A message was found to be gone: where people are still asked on it, it is shown again. Returns once that is kept; the message follows.</summary>
    Task GoneAsync(Snowflake channel, Snowflake message, CancellationToken cancellationToken);

    /// <summary>A run was asked for, or asked about, in this channel: its messages stand there from now on. Returns once that is kept; the messages follow.</summary>
    Task ShowAsync(RunId run, Snowflake channel, CancellationToken cancellationToken);

    /// <summary>A message on which consent is asked for is known only now, though it stood before: who reacted on it meanwhile was not heard.</summary>
    event Action<RunOnMessage>? Recovered;

    /// <summary>Follows runs and sends, until cancelled; sends from <see cref="Connected"/> on.</summary>
    Task RunAsync(CancellationToken stoppingToken);

    /// <summary>A session stands; what waits may be sent. Returns at once.</summary>
    void Connected();

    /// <param name="reason">A sentence.</param>
    void Disconnected(string reason);
}

/// <param name="PlanHash">Of the plan, or of the change, that this very message shows (<c>AskedConsent.AskedHash</c> when it was posted).</param>
/// <param name="AsksConsent">Whether ✅ and ❌ on it mean something; false for progress messages and reports, whose buttons still do.</param>
internal sealed record RunOnMessage(Snowflake Channel, Snowflake Message, RunId Run, string PlanHash, bool AsksConsent);
