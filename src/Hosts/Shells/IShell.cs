namespace Nightshift.Hosts.Shells;

/// <summary>
/// All that is asked of a way to reach a host: run one line by the login's shell and move bytes. An adapter for another SSH library
/// implements this and nothing else (SSH.NET: CreateCommand(line), CreateInputStream, OutputStream, ExtendedOutputStream).
/// </summary>
internal interface IShell : IAsyncDisposable
{
    HostAddress Address { get; }

    /// <summary>
    /// Runs the line (printable ASCII) and returns when its channel has ended, whatever the exit code: the line itself tells how it fared.
    /// Cancelling
    /// <paramref name="hangUp"/> gives up the channel and leaves alone what runs on the host.
    /// </summary>
    /// <param name="stdin">Writes what the line reads, then the channel's input is closed; null: closed at once.</param>
    /// <exception cref="HostConnectionException">There was no connection to begin with.</exception>
    Task RunAsync(
        string line, Func<Stream, CancellationToken, Task>? stdin, IShellSink stdout, IShellSink stderr, CancellationToken hangUp);

    /// <summary>What ended a channel before its time.</summary>
    /// <param name="said">What came on stderr before the line's own output.</param>
    ConnectFailedReason Classify(string said);

    /// <summary>How long a line that is given up may take to tell who it is, so that it can be ended: as long as it takes to begin where there is no connection that could fail.</summary>
    TimeSpan Beginning { get; }

    /// <summary>The next line goes by a new connection: this one gave no sign of life.</summary>
    Task AbandonAsync();
}

/// <summary>Takes bytes as they come, from one writer at a time.</summary>
internal interface IShellSink
{
    void Write(ReadOnlySpan<byte> bytes);
}
