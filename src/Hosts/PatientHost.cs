namespace Nightshift.Hosts;

/// <summary>
/// A host whose lost connections are waited out: each call is made again until it is answered, cancelled, or refused for a reason that waiting does not mend.
/// Every call of <see cref="IHost"/> may be made again: enquiries and files by their nature, <see cref="IHost.RunAsync"/> by its contract, detached commands because an id runs once.
/// </summary>
/// <param name="waiting">Told why it waits, before each pause.</param>
public sealed class PatientHost(IHost host, TimeProvider time, Action<string> waiting) : IHost
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public HostAddress Address => host.Address;

    public string Name => host.Name;

    public Task<CommandResult> RunAsync(HostCommand command, CancellationToken cancellationToken) =>
        UntilAnswered(() => host.RunAsync(command, cancellationToken), cancellationToken);

    public Task<DetachedStatus> StartDetachedAsync(DetachedId id, HostCommand command, CancellationToken cancellationToken) =>
        UntilAnswered(() => host.StartDetachedAsync(id, command, cancellationToken), cancellationToken);

    public Task<DetachedStatus> AttachAsync(DetachedId id, TimeSpan wait, CancellationToken cancellationToken) =>
        UntilAnswered(() => host.AttachAsync(id, wait, cancellationToken), cancellationToken);

    public Task<bool> UploadAsync(string localPath, string remotePath, Sha256Digest expected, CancellationToken cancellationToken) =>
        UntilAnswered(() => host.UploadAsync(localPath, remotePath, expected, cancellationToken), cancellationToken);

    public Task<bool> UploadDirectoryAsync(string localDirectory, string remoteDirectory, CancellationToken cancellationToken) =>
        UntilAnswered(() => host.UploadDirectoryAsync(localDirectory, remoteDirectory, cancellationToken), cancellationToken);

    public Task WriteFileAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => UntilAnswered(
        async () =>
        {
            await host.WriteFileAsync(path, content, cancellationToken);
            return true;
        },
        cancellationToken);

    public Task<CommandOutput> ReadFileAsync(string path, int maxBytes, CancellationToken cancellationToken) =>
        UntilAnswered(() => host.ReadFileAsync(path, maxBytes, cancellationToken), cancellationToken);

    public Task<CommandOutput> ReadTailAsync(string path, int maxBytes, CancellationToken cancellationToken) =>
        UntilAnswered(() => host.ReadTailAsync(path, maxBytes, cancellationToken), cancellationToken);

    public Task<bool> ExistsAsync(string path, CancellationToken cancellationToken) =>
        UntilAnswered(() => host.ExistsAsync(path, cancellationToken), cancellationToken);

    public Task<Sha256Digest?> DigestAsync(string path, CancellationToken cancellationToken) =>
        UntilAnswered(() => host.DigestAsync(path, cancellationToken), cancellationToken);

    public Task<ProcessInfo?> ProcessAsync(int pid, CancellationToken cancellationToken) =>
        UntilAnswered(() => host.ProcessAsync(pid, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<ProcessInfo>> FindProcessesAsync(string text, CancellationToken cancellationToken) =>
        UntilAnswered(() => host.FindProcessesAsync(text, cancellationToken), cancellationToken);

    public Task<bool> KillAsync(ProcessIdentity process, HostSignal signal, CancellationToken cancellationToken) =>
        UntilAnswered(() => host.KillAsync(process, signal, cancellationToken), cancellationToken);

    private async Task<T> UntilAnswered<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (HostConnectionException lost) when (MayReturn(lost.Reason) && !cancellationToken.IsCancellationRequested)
            {
                waiting($"waits for {host.Name} to be reached again ({lost.Message})");
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>A wrong key or a refused login stays so until people act.</summary>
    private static bool MayReturn(ConnectFailedReason reason) =>
        reason is ConnectFailedReason.Lost or ConnectFailedReason.Unreachable or ConnectFailedReason.TimedOut or ConnectFailedReason.Other;
}
