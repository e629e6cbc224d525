namespace Nightshift.Hosts.Shells;

/// <summary>One call of the host.</summary>
/// <param name="What">For messages.</param>
/// <param name="Text">From <see cref="ScriptText"/>.</param>
internal sealed record Script(string What, string Text, IReadOnlyList<string> Arguments)
{
    public required TimeSpan Timeout { get; init; }

    public int MaxOutput { get; init; } = 64 * 1024;

    public Func<Stream, CancellationToken, Task>? Stdin { get; init; }

    /// <summary>Whether giving up also ends what runs on the host.</summary>
    public bool EndOnGiveUp { get; init; } = true;
}

/// <summary>What a script answered.</summary>
/// <param name="End">Words of its last line: "exit CODE" and others.</param>
internal sealed record ScriptAnswer(string End, CommandOutput Stdout, CommandOutput Stderr, TimeSpan Duration);
