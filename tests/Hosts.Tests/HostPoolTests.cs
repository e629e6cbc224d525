using Microsoft.Extensions.Logging.Abstractions;

namespace Nightshift.Hosts.Tests;

public sealed class HostPoolTests
{
    [Fact]
    public async Task Get_SameAddress_SameHost()
    {
        await using var pool = NewPool(new HostsOptions());

        Assert.Same(pool.Get(HostAddress.Parse("Localhost")), pool.Get(HostAddress.Parse("localhost")));
    }

    [Fact]
    public async Task Get_LoopbackBySsh_DoesNotRunLocally()
    {
        // A configuration with no such file: ssh refuses, the local shell would not care.
        await using var pool = NewPool(new HostsOptions { LoopbackBySsh = true, SshConfigFile = "/no/such/config" });

        await Assert.ThrowsAsync<HostConnectionException>(
            () => pool.Get(HostAddress.Parse("localhost")).RunAsync(new HostCommand("true"), default));
    }

    [Fact]
    public async Task Get_AfterDisposal_Throws()
    {
        var pool = NewPool(new HostsOptions());
        await pool.DisposeAsync();

        Assert.Throws<ObjectDisposedException>(() => pool.Get(HostAddress.Parse("localhost")));
    }

    [Fact]
    public void HostPool_BadOptions_AreAllNamed()
    {
        var fault = Assert.Throws<ArgumentException>(
            () => NewPool(
                new HostsOptions { ConnectTimeout = TimeSpan.Zero, AliveCount = 0, DetachedRetention = TimeSpan.Zero, DetachedRoot = "" }));

        foreach (var name in (string[])["ConnectTimeout", "AliveCount", "DetachedRetention", "DetachedRoot"])
            Assert.Contains(name, fault.Message, StringComparison.Ordinal);
    }

    private static HostPool NewPool(HostsOptions options) => new(options, TimeProvider.System, NullLoggerFactory.Instance);
}
