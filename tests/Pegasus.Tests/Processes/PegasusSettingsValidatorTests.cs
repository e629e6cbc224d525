namespace Nightshift.Pegasus.Tests.Processes;

public sealed class PegasusSettingsValidatorTests
{
    private static readonly ServerInstallation Replica = new() { Role = "replica", Endpoint = "db1:34801", Directory = "/opt/replica" };

    private static readonly PegasusSettings Good = new()
    {
        Metas = "db1:34601,db2:34601",
        ClusterName = "c1",
        Releases = new Dictionary<string, string> { ["2.5.0"] = "/releases/2.5.0" },
        Servers =
        [
            Replica,
            Replica with { Endpoint = "db2:34801" },
            new ServerInstallation { Role = "meta", Endpoint = "*", Directory = "/opt/meta", Control = "systemd", Unit = "pegasus-meta.service" },
            new ServerInstallation
            {
                Role = "collector",
                Endpoint = "db1:34101",
                Task = "0",
                Directory = "/opt/collector",
                Control = "commands",
                RunOn = "local",
                Commands = new Dictionary<string, IReadOnlyList<string>> { ["start"] = ["deploy", "start", "{cluster}", "{task}"], ["stop"] = ["deploy", "stop", "{cluster}", "{task}"] },
            },
        ],
    };

    [Fact]
    public void Validate_GoodSettings_FindsNothing() => Assert.Empty(PegasusSettingsValidator.Validate("prod", Good));

    [Fact]
    public void Validate_ManyFaults_TellsAllAtOnceEachWithItsSetting()
    {
        var faults = PegasusSettingsValidator.Validate("prod", new PegasusSettings
        {
            Metas = "db1,db2:34601,db2:34601",
            ClusterName = "a b",
            Releases = new Dictionary<string, string> { ["2 5"] = "relative" },
            Servers =
            [
                new ServerInstallation { Role = "replicas", Endpoint = "db1", Directory = "opt/", Program = "/bin/x", Control = "magic", Host = "a b", Task = "1,x" },
                new ServerInstallation { Role = "replica", Endpoint = "", Directory = "/opt/../a", Control = "systemd", Log = "../log" },
                new ServerInstallation { Role = "replica", Endpoint = "db1:34801", Directory = "/opt/{tusk}", Control = "commands", Commands = new Dictionary<string, IReadOnlyList<string>> { ["start"] = ["-x"], ["begin"] = ["x"] } },
            ],
            Canary = new CanarySettings { Table = "orders", Partitions = 0, Replicas = 9, Rate = -1, Budget = TimeSpan.Zero, RefusedBudget = 2 },
            Limits = new LimitSettings { Heal = TimeSpan.Zero },
        });

        string[] settings =
        [
            "Metas: 'db1'", "Metas: 'db1,db2:34601,db2:34601' lists a server twice", "ClusterName:", "Releases: '2 5'", "Releases:2 5:", "Servers:0:Role:", "Servers:0:Endpoint:", "Servers:0:Task: 2 for 1", "Servers:0:Task: 'x'", "Servers:0:Directory:", "Servers:0:Program:",
            "Servers:0:Control:", "Servers:0:Host:", "Servers:1:Endpoint:", "Servers:1:Directory:", "Servers:1:Unit:", "Servers:1:Log:", "Servers:2:Directory: {tusk}", "Servers:2:Commands:start: '-x'",
            "Servers:2:Commands:stop:", "Servers:2:Commands:begin:", "Canary:Table:", "Canary:Partitions:", "Canary:Replicas:", "Canary:Rate:", "Canary:Budget:", "Canary:RefusedBudget:", "Limits:Heal:",
        ];
        Assert.All(settings, setting => Assert.Contains(faults, fault => fault.StartsWith($"Nightshift:Clusters:prod:{setting}", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("sh", "-c", "deploy stop {cluster}")]
    [InlineData("/bin/bash", "-lc", "deploy stop {task} now")]
    [InlineData("sudo", "sh", "-c", "x; deploy stop {cluster}")]
    public void Validate_PlaceholderInAShellLine_IsAFault(params string[] arguments) =>
        Assert.Contains("part of a line for a shell", Assert.Single(WithStop(arguments)), StringComparison.Ordinal);

    [Fact]
    public void Validate_PlaceholderAsArgumentOfAShell_IsGood() => Assert.Empty(WithStop("sh", "-c", "deploy stop \"$1\"", "stop", "{cluster}"));

    [Fact]
    public void Validate_TaskThatNobodySaid_IsAFault() => Assert.Contains("nobody said what {task} stands for", Assert.Single(WithStop("deploy", "{task}")), StringComparison.Ordinal);

    [Fact]
    public void Validate_DirectoryThatAShellWouldRead_IsAFault() =>
        Assert.Contains("{directory} stands for '/opt/a b'", Assert.Single(Validate(Replica with { Directory = "/opt/a b" })), StringComparison.Ordinal);

    [Fact]
    public void Validate_TwoServersInOneDirectory_IsAFault() =>
        Assert.Contains("db1:34801 and db1:34802 are all replica servers in /opt/replica on db1", Assert.Single(Validate(Replica, Replica with { Endpoint = "db1:34802" })), StringComparison.Ordinal);

    [Fact]
    public void Validate_ServerListedTwice_IsAFault() => Assert.Contains("replica db1:34801 is listed 2 times", Validate(Replica, Replica with { Directory = "/opt/b" })[0], StringComparison.Ordinal);

    [Fact]
    public void Validate_BudgetShorterThanTheWrites_IsAFault() => Assert.Contains(
        "shorter than three writes",
        Assert.Single(PegasusSettingsValidator.Validate("prod", Good with { Canary = new CanarySettings { Rate = 1, Budget = TimeSpan.FromSeconds(2) } })),
        StringComparison.Ordinal);

    private static IReadOnlyList<string> WithStop(params string[] arguments) => Validate(Replica with
    {
        Control = "commands",
        Commands = new Dictionary<string, IReadOnlyList<string>> { ["start"] = ["deploy"], ["stop"] = arguments },
    });

    private static IReadOnlyList<string> Validate(params ServerInstallation[] servers) => PegasusSettingsValidator.Validate("prod", Good with { Servers = servers });
}
