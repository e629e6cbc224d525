namespace Nightshift.OpenMldb.Tests.Cluster;

public sealed class OpenMldbSettingsValidatorTests
{
    private static readonly OpenMldbSettings Good = new()
    {
        ZooKeeper = "zk1:2181,zk2:2181",
        Releases = new() { ["0.9.3"] = "/releases/0.9.3" },
        Nodes =
        [
            new NodeSettings { Component = "tablet", Endpoint = "db1:10921", Directory = "/opt/a" },
            new NodeSettings { Component = "tablet", Endpoint = "db1:10922", Directory = "/opt/b" },
            new NodeSettings { Component = "nameserver", Endpoint = "db1:7527", Directory = "/opt/a" },
            new NodeSettings { Component = "tablet", Endpoint = "db2:10921", Directory = "/opt/a" },
        ],
    };

    [Fact]
    public void Validate_GoodSettings_FindsNothing() => Assert.Empty(OpenMldbSettingsValidator.Validate("prod", Good));

    [Fact]
    public void Validate_ManyFaults_TellsAllAtOnceEachWithItsSetting()
    {
        var faults = OpenMldbSettingsValidator.Validate("prod", new OpenMldbSettings
        {
            ZooKeeper = "",
            RootPath = "openmldb",
            ZooKeeperDigest = "root:s3cret",
            Authorization = "s3cret",
            SnapshotHour = 24,
            Limits = new LimitSettings { Stop = TimeSpan.Zero },
            Guards = new GuardSettings { LeaderlessFor = TimeSpan.Zero, NodeBudget = TimeSpan.FromDays(2) },
            StatFiles = [new StatFileSettings { Host = "a b", Path = "opt/.stat" }],
            Releases = new() { ["0.9 3"] = "relative" },
            Nodes =
            [
                new NodeSettings { Component = "tabelt", Endpoint = "db1", Host = "a b", Directory = "opt/" },
                new NodeSettings { Component = "tablet", Endpoint = "db1:70000", Directory = "/opt/../a" },
            ],
        });

        string[] settings =
        [
            "ZooKeeper:", "RootPath:", "ZooKeeperDigest:", "Authorization:", "SnapshotHour:", "Limits:Stop:", "Guards:LeaderlessFor:", "Guards:NodeBudget:", "StatFiles:0:Host:", "StatFiles:0:Path:", "Releases:", "Releases:0.9 3:", "Nodes:0:Component:", "Nodes:0:Host:",
            "Nodes:0:Directory:", "Nodes:1:Endpoint:", "Nodes:1:Directory:",
        ];
        Assert.All(settings, setting => Assert.Contains(faults, fault => fault.StartsWith($"Nightshift:Clusters:prod:{setting}", StringComparison.Ordinal)));
        Assert.DoesNotContain(faults, fault => fault.Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public void Validate_SameEndpointTwice_IsAFault() =>
        Assert.Contains("Nodes: db1:10921 is listed 2 times", Assert.Single(OpenMldbSettingsValidator.Validate("prod", Good with { Nodes = [Good.Nodes[0], Good.Nodes[0]] })), StringComparison.Ordinal);

    [Fact]
    public void Validate_TwoTabletsInOneDirectory_IsAFault()
    {
        var fault = Assert.Single(OpenMldbSettingsValidator.Validate("prod", Good with { Nodes = [Good.Nodes[0], Good.Nodes[1] with { Directory = "/opt/a" }] }));

        Assert.Contains("db1:10921 and db1:10922 are both tablet in /opt/a on db1", fault, StringComparison.Ordinal);
    }
}
