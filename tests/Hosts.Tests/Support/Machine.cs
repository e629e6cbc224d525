using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Hosts.Shells;

namespace Nightshift.Hosts.Tests.Support;

/// <summary>A machine that the one suite runs against, with a directory of its own on it.</summary>
public abstract class Machine : IAsyncLifetime
{
    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("nightshift hosts ü-").FullName;

    public IHosts Pool { get; private set; } = null!;

    public IHost Host { get; private set; } = null!;

    public abstract HostAddress Address { get; }

    public virtual HostsOptions Options => new() { DetachedRoot = Path.Combine(Directory, "commands") };

    public virtual IHosts NewPool(Func<HostsOptions, HostsOptions>? change = null) =>
        new HostPool((change ?? (options => options))(Options), TimeProvider.System, NullLoggerFactory.Instance);

    /// <summary>A new path on the machine.</summary>
    public string NewPath() => Path.Combine(Directory, Guid.NewGuid().ToString("N"));

    public async Task InitializeAsync()
    {
        await PrepareAsync();
        Pool = NewPool();
        Host = Pool.Get(Address);
    }

    public async Task DisposeAsync()
    {
        try
        {
            await Pool.DisposeAsync();
        }
        finally
        {
            EndDetachedCommands();
            await TearDownAsync();
            System.IO.Directory.Delete(Directory, recursive: true);
        }
    }

    /// <summary>Whatever tests left running, by the sessions that the records in our own directory name.</summary>
    private void EndDetachedCommands()
    {
        foreach (var claim in System.IO.Directory.GetFiles(Directory, "claim", SearchOption.AllDirectories))
        {
            foreach (var pid in ProcessTree.SessionOf(int.Parse(File.ReadAllText(claim).Split(' ')[0])))
            {
                try
                {
                    using var process = System.Diagnostics.Process.GetProcessById(pid);
                    process.Kill();
                }
                catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
                {
                    // It ended by itself between the look and the kill.
                }
            }
        }
    }

    protected virtual Task PrepareAsync() => Task.CompletedTask;

    protected virtual Task TearDownAsync() => Task.CompletedTask;
}

public sealed class LocalMachine : Machine
{
    public override HostAddress Address { get; } = HostAddress.Parse("localhost");
}

/// <summary>This machine, where /bin/sh is bash as on Red Hat's systems.</summary>
public sealed class BashMachine : Machine
{
    private string _sh = "";

    public override HostAddress Address { get; } = HostAddress.Parse("localhost");

    public override IHosts NewPool(Func<HostsOptions, HostsOptions>? change = null)
    {
        var options = (change ?? (same => same))(Options);
        return new OneHost(
            new RewrittenShell(new LocalShell(Address, options), line => line.Replace("/bin/sh", _sh, StringComparison.Ordinal)), options);
    }

    protected override Task PrepareAsync()
    {
        // The line passes these characters as they are.
        _sh = Path.Combine(System.IO.Directory.CreateTempSubdirectory("nightshift-bash-").FullName, "sh");
        File.CreateSymbolicLink(_sh, "/bin/bash");
        return Task.CompletedTask;
    }

    protected override Task TearDownAsync()
    {
        System.IO.Directory.Delete(Path.GetDirectoryName(_sh)!, recursive: true);
        return Task.CompletedTask;
    }
}

public sealed class SshMachine : Machine
{
    public SshServer Server { get; private set; } = null!;

    public override HostAddress Address => HostAddress.Parse($"127.0.0.1:{Server.Port}");

    public override HostsOptions Options => Server.Trusted(base.Options);

    protected override async Task PrepareAsync() => Server = await SshServer.StartAsync();

    protected override Task TearDownAsync() => Server.DisposeAsync().AsTask();
}
