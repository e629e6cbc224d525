namespace Nightshift.Chat.Discord.Outbox;

/// <summary>The pace of the outbox. Discord publishes no figures; in practice five sends and five edits in five seconds pass in a channel.</summary>
internal sealed record OutboxOptions
{
    /// <summary>In one channel, whatever the number of runs.</summary>
    public TimeSpan BetweenEdits { get; init; } = TimeSpan.FromSeconds(1.5);

    public TimeSpan BetweenSends { get; init; } = TimeSpan.FromSeconds(1.1);

    /// <summary>Discord forgets a nonce after "a few minutes". Within this time a message is sent again under its nonce; later it is looked for among what stands in the channel.</summary>
    public TimeSpan NonceIsKnown { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The first wait after Discord could not be reached; it doubles.</summary>
    public TimeSpan AfterFailure { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan AfterFailures { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After Discord refused a message, or everything in a channel, for what people can change: no access, no permission, no such channel.</summary>
    public TimeSpan AfterRefusal { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How much Discord's clock may differ from ours, with the time that a call may take.</summary>
    public TimeSpan SearchMargin { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>For how long what was said and is done with is known; reactions on older messages mean nothing any more.</summary>
    public TimeSpan KeptFor { get; init; } = TimeSpan.FromDays(30);
}
