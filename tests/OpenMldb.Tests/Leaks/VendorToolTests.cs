using System.Text;
using Nightshift.Hosts;
using Nightshift.OpenMldb.Leaks;
using NSubstitute;

namespace Nightshift.OpenMldb.Tests.Leaks;

public sealed class VendorToolTests
{
    private readonly IHost _host = Substitute.For<IHost>();

    public VendorToolTests()
    {
        _host.Name.Returns("db1");
        _host.FindProcessesAsync("", default).ReturnsForAnyArgs([]);
    }

    [Fact]
    public async Task Look_FileIsThere_IsReadWithItsDigest()
    {
        const string Text = "10.0.0.1:10921,demo,orders,12,3,\n";
        _host.ExistsAsync("/opt/tools/.stat", default).ReturnsForAnyArgs(call => call.Arg<string>() == "/opt/tools/.stat");
        _host.ReadFileAsync("", 0, default).ReturnsForAnyArgs(new CommandOutput(Encoding.UTF8.GetBytes(Text), Text.Length));
        var file = Assert.Single((await Look()).Files);
        Assert.Equal("db1:/opt/tools/.stat", file.ToString());
        Assert.Equal(Sha256Digest.Of(Encoding.UTF8.GetBytes(Text)).Hex, file.Digest);
        Assert.Single(file.Entries);
    }

    [Fact]
    public async Task Look_HostDoesNotAnswer_IsUnseenAndNotClean()
    {
        _host.ExistsAsync("", default).ReturnsForAnyArgs(Task.FromException<bool>(new HostTimeoutException(HostAddress.Parse("db1"), "exists", TimeSpan.FromSeconds(5), false)));
        Assert.Contains("host db1 could not be looked at", Assert.Single((await Look()).Unseen), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "python3", "tools/openmldb_ops.py", "--cmd=pre-upgrade")]
    [InlineData(true, "/usr/bin/python2.7", "-u", "openmldb_ops.py", "--zk_root_path=/openmldb")]
    [InlineData(true, "./openmldb_ops.py", "--cmd=recoverdata")]
    [InlineData(false, "python3", "tools/openmldb_ops.py", "--zk_root_path=/another")]
    [InlineData(false, "vim", "tools/openmldb_ops.py")]
    [InlineData(false, "python3", "tools/not_openmldb_ops.py.bak")]
    public async Task Look_Process_CountsOnlyTheToolAtWorkOnThisCluster(bool counts, params string[] arguments)
    {
        _host.FindProcessesAsync("", default).ReturnsForAnyArgs([new ProcessInfo(new ProcessIdentity(77, 1, default), 1, 'S', null, false, arguments)]);
        var running = (await Look()).Running;
        if (counts) Assert.Contains("pid 77", Assert.Single(running), StringComparison.Ordinal);
        else Assert.Empty(running);
    }

    private Task<VendorTraces> Look() => new VendorTool([new StatPlace(_host, "/opt/.stat"), new StatPlace(_host, "/opt/tools/.stat")], "/openmldb").Look(default);
}
