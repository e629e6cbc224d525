using Nightshift.Clusters;
using Nightshift.Hosts;
using Nightshift.Pegasus.Processes;
using NSubstitute;

namespace Nightshift.Pegasus.Tests.Processes;

public sealed class InstallationsTests
{
    private readonly IHosts _hosts = Substitute.For<IHosts>();

    public InstallationsTests() => _hosts.Get(default!).ReturnsForAnyArgs(call => new ScriptedHost(call.Arg<HostAddress>().ToString()));

    [Fact]
    public void Of_MinosCommands_FillsTheTaskOfEachServer()
    {
        var server = Of(
            new ServerInstallation
            {
                Role = "replica",
                Endpoint = "db1:34801, db2:34801",
                Task = "0,1",
                Directory = "/home/work/app/pegasus/{cluster}/replica",
                Control = "commands",
                RunOn = "local",
                WorkingDirectory = "/minos/client",
                Environment = new Dictionary<string, string> { ["MINOS_CONFIG_FILE"] = "/minos/config" },
                Commands = new Dictionary<string, IReadOnlyList<string>>
                {
                    ["start"] = ["./deploy", "start", "pegasus", "{cluster}", "--job", "{role}", "--task", "{task}", "--skip_confirm"],
                    ["stop"] = ["./deploy", "stop", "pegasus", "{cluster}", "--job", "{role}", "--task", "{task}", "--skip_confirm"],
                },
            },
            "db2:34801");

        Assert.Equal("db2", server.Host.Name);
        Assert.Equal("/home/work/app/pegasus/c1/replica", server.Directory);
        Assert.Equal("localhost", server.Control.Host.Name);
        Assert.Equal(["./deploy", "stop", "pegasus", "c1", "--job", "replica", "--task", "1", "--skip_confirm"], server.Control.Stop.Arguments);
        Assert.Equal("cd /minos/client && MINOS_CONFIG_FILE=/minos/config ./deploy start pegasus c1 --job replica --task 1 --skip_confirm", server.Control.ByHand(start: true));
    }

    [Fact]
    public void Of_ScriptByDefault_IsStartAndStopInTheDirectory()
    {
        var server = Of(new ServerInstallation { Role = "meta", Endpoint = "*", Directory = "/opt/meta" }, "db1:34601", "meta");

        Assert.Equal(["/opt/meta/start.sh"], server.Control.Start.Arguments);
        Assert.Equal("/opt/meta", server.Control.Start.WorkingDirectory);
        Assert.Equal("ssh db1 'cd /opt/meta && /opt/meta/stop.sh'", server.Control.ByHand(start: false));
    }

    [Fact]
    public void Of_RunShOfUpstream_IsTheFileInItsFolder()
    {
        var server = Of(
            new ServerInstallation
            {
                Role = "replica",
                Endpoint = "127.0.0.1:34801,127.0.0.1:34802",
                Task = "1,2",
                Host = "local",
                Directory = "/pegasus/onebox/replica{task}",
                WorkingDirectory = "/pegasus",
                Commands = new Dictionary<string, IReadOnlyList<string>> { ["start"] = ["run.sh", "start_onebox_instance", "-r", "{task}"], ["stop"] = ["run.sh", "stop_onebox_instance", "-r", "{task}"] },
            },
            "127.0.0.1:34802");

        Assert.Equal("/pegasus/onebox/replica2", server.Directory);
        Assert.Equal(["/pegasus/run.sh", "start_onebox_instance", "-r", "2"], server.Control.Start.Arguments);
    }

    [Fact]
    public void Of_Systemd_NamesTheUnit()
    {
        var server = Of(new ServerInstallation { Role = "replica", Endpoint = "*", Directory = "/opt/pegasus", Control = "systemd", Unit = "pegasus-{role}@{port}.service" }, "db1:34801");

        Assert.Equal("pegasus-replica@34801.service", server.Control.Unit?.Name);
        Assert.Equal("ssh db1 'systemctl --no-ask-password start -- pegasus-replica@34801.service'", server.Control.ByHand(start: true));
    }

    [Fact]
    public void Find_FirstEntryThatFits_Counts()
    {
        var installations = new Installations("c1", new PegasusSettings
        {
            Servers =
            [
                new ServerInstallation { Role = "meta", Endpoint = "*", Directory = "/opt/meta" },
                new ServerInstallation { Role = "replica", Endpoint = "db1:34801", Directory = "/opt/first" },
                new ServerInstallation { Role = "replica", Endpoint = "*", Directory = "/opt/rest" },
            ],
        }, _hosts, TimeProvider.System);

        Assert.Equal("/opt/first", installations.Find("replica", Endpoint.Parse("db1:34801"))?.Directory);
        Assert.Equal("/opt/rest", installations.Find("replica", Endpoint.Parse("db2:34801"))?.Directory);
        Assert.Null(installations.Find("collector", Endpoint.Parse("db2:34101")));
        Assert.Contains("add it under Nightshift:Clusters:c1:Servers", Assert.Throws<InvalidOperationException>(() => installations.Of("collector", Endpoint.Parse("db2:34101"))).Message, StringComparison.Ordinal);
    }

    private ServerDeployment Of(ServerInstallation installation, string endpoint, string role = "replica") =>
        new Installations("c1", new PegasusSettings { Servers = [installation] }, _hosts, TimeProvider.System).Of(role, Endpoint.Parse(endpoint));
}
