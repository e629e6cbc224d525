using Microsoft.Extensions.Logging;
using Nightshift.Hosts.Detached;
using Nightshift.Hosts.Files;
using Nightshift.Hosts.Processes;
using Nightshift.Hosts.Shells;

namespace Nightshift.Hosts;

/// <summary>A host with a POSIX shell, however that is reached.</summary>
internal sealed class ShellHost : IHost, IAsyncDisposable
{
    private readonly ScriptRunner _runner;
    private readonly HostCommands _commands;
    private readonly DetachedCommands _detached;
    private readonly HostFiles _files;
    private readonly HostTrees _trees;
    private readonly HostProcesses _processes;

    internal ShellHost(IShell shell, HostsOptions options, TimeProvider time, ILogger logger)
    {
        _runner = new ScriptRunner(shell, time, logger);
        _commands = new HostCommands(_runner);
        _detached = new DetachedCommands(_runner, options, time);
        _files = new HostFiles(_runner, options);
        _trees = new HostTrees(_runner, options);
        _processes = new HostProcesses(_runner, options);
    }

    public HostAddress Address => _runner.Address;

    public string Name => Address.ToString();

    public Task<CommandResult> RunAsync(HostCommand command, CancellationToken cancellationToken) =>
        _commands.RunAsync(command, cancellationToken);

    public Task<DetachedStatus> StartDetachedAsync(DetachedId id, HostCommand command, CancellationToken cancellationToken) =>
        _detached.StartAsync(id, command, cancellationToken);

    public Task<DetachedStatus> AttachAsync(DetachedId id, TimeSpan wait, CancellationToken cancellationToken) =>
        _detached.AttachAsync(id, wait, cancellationToken);

    public Task<bool> UploadAsync(string localPath, string remotePath, Sha256Digest expected, CancellationToken cancellationToken) =>
        _files.UploadAsync(localPath, remotePath, expected, cancellationToken);

    public Task<bool> UploadDirectoryAsync(string localDirectory, string remoteDirectory, CancellationToken cancellationToken) =>
        _trees.UploadAsync(localDirectory, remoteDirectory, cancellationToken);

    public Task WriteFileAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        _files.WriteAsync(path, content, cancellationToken);

    public Task<CommandOutput> ReadFileAsync(string path, int maxBytes, CancellationToken cancellationToken) =>
        _files.ReadAsync(path, maxBytes, tail: false, cancellationToken);

    public Task<CommandOutput> ReadTailAsync(string path, int maxBytes, CancellationToken cancellationToken) =>
        _files.ReadAsync(path, maxBytes, tail: true, cancellationToken);

    public Task<bool> ExistsAsync(string path, CancellationToken cancellationToken) => _files.ExistsAsync(path, cancellationToken);

    public Task<Sha256Digest?> DigestAsync(string path, CancellationToken cancellationToken) => _files.DigestAsync(path, cancellationToken);

    public Task<ProcessInfo?> ProcessAsync(int pid, CancellationToken cancellationToken) => _processes.GetAsync(pid, cancellationToken);

    public Task<IReadOnlyList<ProcessInfo>> FindProcessesAsync(string text, CancellationToken cancellationToken) =>
        _processes.FindAsync(text, cancellationToken);

    public Task<bool> KillAsync(ProcessIdentity process, HostSignal signal, CancellationToken cancellationToken) =>
        _processes.KillAsync(process, signal, cancellationToken);

    public ValueTask DisposeAsync() => _runner.DisposeAsync();
}
