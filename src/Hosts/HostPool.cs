using Microsoft.Extensions.Logging;
using Nightshift.Hosts.Shells;

namespace Nightshift.Hosts;

/// <summary>The hosts of this program. Its SSH connections live in a directory that only this user may enter, gone with it.</summary>
public sealed class HostPool : IHosts
{
    /// <summary>Room for the socket's own name within the 108 bytes of its path.</summary>
    private const int LongestDirectory = 60;

    private readonly Dictionary<HostAddress, ShellHost> _hosts = [];
    private readonly Lock _lock = new();
    private readonly HostsOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private string? _controlDirectory;
    private bool _disposed;

    public HostPool(HostsOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        _options = HostsOptionsRules.Check(options);
        (_time, _logger) = (time, loggers.CreateLogger<HostPool>());
    }

    public IHost Get(HostAddress address)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_hosts.TryGetValue(address, out var host))
                _hosts.Add(address, host = new ShellHost(ShellFor(address), _options, _time, _logger));
            return host;
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            _disposed = true;
        }

        await Task.WhenAll(_hosts.Values.Select(host => host.DisposeAsync().AsTask()));
        if (_controlDirectory is not null)
            Directory.Delete(_controlDirectory, recursive: true);
    }

    private IShell ShellFor(HostAddress address)
    {
        if (address is { IsLoopback: true, User: null, Port: null } && !_options.LoopbackBySsh)
            return new LocalShell(address, _options);
        _controlDirectory ??= ControlDirectory();
        return new OpenSshShell(address, new OpenSshArguments(address, _options, _controlDirectory), _options, _time);
    }

    /// <summary>mkdtemp(3): mode 0700.</summary>
    private static string ControlDirectory()
    {
        if (Path.GetTempPath().Length <= LongestDirectory - 16)
            return Directory.CreateTempSubdirectory("nightshift-").FullName;
        var short_ = Path.Combine("/tmp", "nightshift-" + Path.GetRandomFileName());
        return Directory.CreateDirectory(short_, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
    }
}
