using Nightshift.Clusters;
using Nightshift.Hosts;
using Nightshift.OpenMldb.Processes;

namespace Nightshift.OpenMldb.Tests.Processes;

public sealed class NodeProcessesTests
{
    private readonly ScriptedHost _host = new();

    [Theory]
    [InlineData("--flagfile=./conf/tablet.flags", true)]
    [InlineData("--flagfile=conf/tablet.flags", true)]
    [InlineData("--flagfile=/opt/openmldb/conf/tablet.flags", true)]
    [InlineData("conf/tablet.flags", true)]
    [InlineData("./bin/openmldb --flagfile=conf/tablet.flags --enable_status_service=true", true)]
    [InlineData("--flagfile=conf/tablet.flags.old", false)]
    [InlineData("--flagfile=conf/tablet.flags2", false)]
    [InlineData("--flagfile=xconf/tablet.flags", false)]
    [InlineData("--flagfile=conf/tablet2.flags", false)]
    [InlineData("--flagfile=conf/nameserver.flags", false)]
    public async Task Find_FlagFile_IsMatchedAsAWhole(string argument, bool ours)
    {
        _host.Run(ScriptedHost.Process(7, $"{ScriptedHost.Root}/bin/openmldb", "./bin/openmldb", argument));

        Assert.Equal(ours ? [7] : [], (await Find()).Servers.Select(process => process.Pid));
    }

    [Fact]
    public async Task Find_NeighboursInTheSameRoot_AreNotOurs()
    {
        _host.Run(ScriptedHost.Tablet(7));
        _host.Run(ScriptedHost.Process(8, $"{ScriptedHost.Root}/bin/openmldb", "./bin/openmldb", "--flagfile=./conf/nameserver.flags"));
        _host.Run(ScriptedHost.Process(9, "/usr/bin/vim", "vim", $"{ScriptedHost.Root}/conf/tablet.flags"));
        _host.Run(ScriptedHost.Tablet(10, "/opt/openmldb2"));

        var found = await Find();

        Assert.Equal([7], found.Servers.Select(process => process.Pid));
        Assert.Empty(found.Monitors);
    }

    [Fact]
    public async Task Find_MonitorAndServer_AreToldApart()
    {
        _host.Run(ScriptedHost.Monitor(6));
        _host.Run(ScriptedHost.Tablet(7));

        var found = await Find();

        Assert.Equal([6], found.Monitors.Select(process => process.Pid));
        Assert.Equal([7], found.Servers.Select(process => process.Pid));
        Assert.False(found.None);
    }

    [Fact]
    public async Task Find_LinkedDirectory_LooksWhereTheLinkLeads()
    {
        _host.RealRoot = "/data/releases/openmldb";
        _host.Run(ScriptedHost.Tablet(7, _host.RealRoot));

        Assert.Equal([7], (await Find()).Servers.Select(process => process.Pid));
    }

    [Fact]
    public async Task Find_BinThatWasExchanged_IsStillOurs()
    {
        _host.Run(ScriptedHost.Process(7, $"{ScriptedHost.Root}/.nightshift/kept/s1/bin/openmldb", "./bin/openmldb", "--flagfile=./conf/tablet.flags"));

        Assert.Equal([7], (await Find()).Servers.Select(process => process.Pid));
    }

    [Fact]
    public async Task Find_NoDirectory_ConcludesNothing()
    {
        _host.RealRoot = "";

        var fault = await Assert.ThrowsAsync<ProcessControlException>(Find);

        Assert.Contains("there is no directory /opt/openmldb on db1", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_ProcessOfAnotherUser_ConcludesNothing()
    {
        _host.Run(ScriptedHost.Process(7, null, $"{ScriptedHost.Root}/bin/openmldb", $"--flagfile={ScriptedHost.Root}/conf/tablet.flags"));

        var fault = await Assert.ThrowsAsync<ProcessControlException>(Find);

        Assert.Contains("process 7 on db1 may be it", fault.Message, StringComparison.Ordinal);
    }

    private Task<NodeProcesses> Find() => NodeProcesses.FindAsync(new NodeDeployment("tablet", Endpoint.Parse("db1:10921"), _host, ScriptedHost.Root), default);
}
