namespace Nightshift.Hosts;

/// <summary>
/// One machine: runs commands, ships files, tells the truth about processes. The same promises hold on this machine and over SSH. Paths on
/// the host are absolute. Every call throws <see cref="HostConnectionException"/> when the host cannot be reached and
/// <see cref="HostTimeoutException"/> when it does not answer in time; nothing is retried once a command may have begun.
/// </summary>
public interface IHost
{
    HostAddress Address { get; }

    /// <summary>The host's name for people: its address as it was written.</summary>
    string Name { get; }

    /// <summary>
    /// Runs a command whose loss or repetition harms nobody and waits for it; one with an effect goes by <see cref="StartDetachedAsync"/>.
    /// Any exit code is a result. A child that the command leaves behind does not hold the call up. Cancelling ends the command, best
    /// effort.
    /// </summary>
    Task<CommandResult> RunAsync(HostCommand command, CancellationToken cancellationToken);

    /// <summary>
    /// Starts a command that outlives the connection and this program. An id runs once, ever: a second start, also a racing one, tells how
    /// the first one fares. The command's time-out bounds only this call. Output goes to files on the host, its tail comes with the status.
    /// </summary>
    /// <remarks>
    /// systemd can end it all the same: on a host whose logind has KillUserProcesses=yes (loginctl enable-linger prevents that), and on
    /// this machine when the program is a service without KillMode=process.
    /// </remarks>
    /// <exception cref="DetachedConflictException">The id was used for another command.</exception>
    Task<DetachedStatus> StartDetachedAsync(DetachedId id, HostCommand command, CancellationToken cancellationToken);

    /// <summary>How the command with this id fares; waits up to <paramref name="wait"/> (zero: not at all) while it runs.</summary>
    Task<DetachedStatus> AttachAsync(DetachedId id, TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>
    /// Ships one file, with its mode bits: written beside the target, verified there, renamed over it. A target that already has the
    /// digest is left alone.
    /// </summary>
    /// <returns>Whether anything was sent.</returns>
    /// <exception cref="HostFileException">The local file or what arrived is not what <paramref name="expected"/> says; the target is
    /// untouched.</exception>
    Task<bool> UploadAsync(string localPath, string remotePath, Sha256Digest expected, CancellationToken cancellationToken);

    /// <summary>
    /// Ships a directory tree (files, directories, symbolic links, mode bits): unpacked beside the target, every digest verified there,
    /// renamed into place. A target that is already the same is left alone; one with other content is refused
    /// (<see cref="HostFileFault.Conflict"/>), never mixed.
    /// </summary>
    /// <returns>Whether anything was sent.</returns>
    Task<bool> UploadDirectoryAsync(string localDirectory, string remoteDirectory, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces a file's content in one rename; an existing file keeps its mode bits, a new one gets 0644 less the host's umask.
    /// </summary>
    Task WriteFileAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>The first <paramref name="maxBytes"/> bytes (up to 1 GiB) of a file, flagged when there is more.</summary>
    /// <exception cref="HostFileException">There is no such file, or it may not be read.</exception>
    Task<CommandOutput> ReadFileAsync(string path, int maxBytes, CancellationToken cancellationToken);

    /// <summary>The last <paramref name="maxBytes"/> bytes of a file (a log's end), flagged when there is more before them.</summary>
    Task<CommandOutput> ReadTailAsync(string path, int maxBytes, CancellationToken cancellationToken);

    /// <summary>
    /// Whether a file, directory or (also dangling) link is there. A directory that may not be searched is an error, not a no.
    /// </summary>
    Task<bool> ExistsAsync(string path, CancellationToken cancellationToken);

    /// <summary>The SHA-256 of a regular file's content, null when there is nothing at the path.</summary>
    Task<Sha256Digest?> DigestAsync(string path, CancellationToken cancellationToken);

    /// <summary>The process with this id, null when there is none; a zombie counts as gone.</summary>
    Task<ProcessInfo?> ProcessAsync(int pid, CancellationToken cancellationToken);

    /// <summary>
    /// Processes whose executable path or one of whose arguments contains <paramref name="text"/>; this program's own helpers on the host
    /// are left out.
    /// </summary>
    Task<IReadOnlyList<ProcessInfo>> FindProcessesAsync(string text, CancellationToken cancellationToken);

    /// <summary>Signals a process if it is still the same one. False: it is gone, or its id now belongs to another process.</summary>
    Task<bool> KillAsync(ProcessIdentity process, HostSignal signal, CancellationToken cancellationToken);
}
