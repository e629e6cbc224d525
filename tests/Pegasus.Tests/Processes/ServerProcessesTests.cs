using Nightshift.Clusters;
using Nightshift.Pegasus.Processes;

namespace Nightshift.Pegasus.Tests.Processes;

public sealed class ServerProcessesTests
{
    private readonly ScriptedHost _host = new();

    [Fact]
    public async Task Find_SharedProgramByALink_BelongsToTheServerItWorksIn()
    {
        _host.Run(ScriptedHost.Replica(7));
        _host.Run(ScriptedHost.Replica(8), listens: false, within: false);

        var found = await Find();

        Assert.Equal([7], found.Servers.Select(process => process.Pid));
        Assert.Equal([7], found.Listening);
        Assert.Null(found.Stranger);
    }

    [Fact]
    public async Task Find_WorksElsewhereButIsCalledByItsPlace_IsOurs()
    {
        _host.Run(ScriptedHost.Process(7, "/usr/lib/pegasus/pegasus_server", $"{ScriptedHost.Root}/pegasus_server", "config.ini", "-app_list", "replica"), within: false);

        Assert.Equal([7], (await Find()).Servers.Select(process => process.Pid));
    }

    [Theory]
    [InlineData("replica", true)]
    [InlineData("meta;replica", true)]
    [InlineData("replica@1", true)]
    [InlineData("meta", false)]
    [InlineData("replicator", false)]
    public async Task Find_OtherRoleInTheSameDirectory_IsNotOurs(string role, bool ours)
    {
        _host.Run(ScriptedHost.Process(7, $"{ScriptedHost.Root}/bin/pegasus_server", "./bin/pegasus_server", "config.ini", "-app_list", role));

        Assert.Equal(ours, !(await Find()).None);
    }

    [Fact]
    public async Task Find_ShellsAndEditorsInTheDirectory_AreNotOurs()
    {
        _host.Run(ScriptedHost.Process(7, "/bin/bash", "bash"), listens: false);
        _host.Run(ScriptedHost.Process(8, "/usr/bin/vim", "vim", $"{ScriptedHost.Root}/config.ini"), listens: false);
        _host.Run(ScriptedHost.Process(9, $"{ScriptedHost.Root}/bin/pegasus_server_old", "pegasus_server_old"), listens: false);

        Assert.True((await Find()).None);
    }

    [Fact]
    public async Task Find_ProgramThatWasExchanged_IsStillOurs()
    {
        _host.Run(ScriptedHost.Process(7, $"{ScriptedHost.Root}/.nightshift/kept/s1/bin/pegasus_server", "./bin/pegasus_server", "config.ini", "-app_list", "replica"), within: false);

        Assert.False((await Find()).None);
    }

    [Fact]
    public async Task Find_LinkedDirectory_LooksWhereTheLinkLeads()
    {
        _host.RealRoot = "/data/pegasus";
        _host.Run(ScriptedHost.Process(7, "/data/pegasus/bin/pegasus_server", "./bin/pegasus_server", "-app_list", "replica"), within: false);
        _host.Run(ScriptedHost.Process(8, "/elsewhere/pegasus_server", $"{ScriptedHost.Root}/pegasus_server", "-app_list", "replica"), within: false, listens: false);

        Assert.Equal([7, 8], (await Find()).Servers.Select(process => process.Pid));
    }

    [Fact]
    public async Task Find_ProcessOfAnotherUser_ConcludesNothing()
    {
        _host.Run(ScriptedHost.Process(7, null, $"{ScriptedHost.Root}/bin/pegasus_server", "-app_list", "replica"), within: false, listens: false);

        Assert.Contains("process 7 on db1 may be it", (await Assert.ThrowsAsync<ProcessControlException>(Find)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_NoDirectory_ConcludesNothing()
    {
        _host.RealRoot = "";

        Assert.Contains("there is no directory /opt/pegasus on db1", (await Assert.ThrowsAsync<ProcessControlException>(Find)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_OtherReplicaServerOnThePort_IsAStranger()
    {
        _host.Run(ScriptedHost.Replica(8), within: false);

        var found = await Find();

        Assert.True(found.None);
        Assert.Equal("process 8 (/opt/releases/2.5.0/bin/pegasus_server)", found.Stranger);
    }

    private Task<ServerProcesses> Find() => ServerProcesses.FindAsync(Servers.Replica(_host), default);
}
