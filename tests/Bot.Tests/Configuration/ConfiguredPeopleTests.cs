using Nightshift.Bot.Configuration;
using Nightshift.Bot.Tests.Fakes;
using Nightshift.Bot.Wiring;
using Nightshift.Chat.People;
using Nightshift.Runs;

namespace Nightshift.Bot.Tests.Configuration;

/// <summary>From the text of a file to what people may do.</summary>
public sealed class ConfiguredPeopleTests
{
    private const string Settings = """
        "Clusters": { "prod": { "Kind": "openmldb", "ZooKeeper": "zk1:2181" }, "test": { "Kind": "openmldb", "ZooKeeper": "zk2:2181" } },
        "People": { "wei": { "Roles": [ "operator" ] }, "lena": { "Name": "Lena", "Roles": [ "oncall" ] }, "ci": { "Roles": [ "operator" ], "Bot": true } },
        "Approvals": { "Approvers": 1, "ValidFor": "04:00:00", "Policies": [ { "Cluster": "prod", "Tier": "Elevated", "Role": "oncall", "ValidFor": "01:00:00" } ] },
        "Rights": [
          { "Role": "operator", "Commands": [ "upgrade", "approve" ], "Clusters": [ "prod" ], "Components": [ "tablet", "cluster" ] },
          { "People": [ "lena" ], "Commands": [ "approve", "break-glass" ] },
          { "Role": "oncall", "Commands": [ "status" ] }
        ]
        """;

    [Fact]
    public void DirectoryOf_RightForOneClusterAndComponent_IsForNoOther()
    {
        var people = Read();
        var wei = people.Find(new PersonId("wei"))!;

        Assert.True(people.May(wei, new Permission("upgrade", "prod", "tablet")));
        Assert.False(people.May(wei, new Permission("upgrade", "test", "tablet")));
        Assert.False(people.May(wei, new Permission("upgrade", "prod", "nameserver")));
    }

    [Fact]
    public void DirectoryOf_RightOfOnePerson_IsThatPersonsOnEveryCluster()
    {
        var people = Read();

        Assert.Equal(["lena"], people.Who(new Permission(Permission.BreakGlass, "test", "tablet")).Select(person => person.Id.Value));
        Assert.Equal(["wei", "lena"], people.Who(new Permission("approve", "prod", "cluster")).Select(person => person.Id.Value).OrderDescending());
        Assert.True(people.Find(new PersonId("ci"))!.IsBot);
    }

    [Fact]
    public void PoliciesOf_File_TakesClusterTierAndRole()
    {
        using var settings = new TempSettings(Settings);
        var policies = ConfiguredPeople.PoliciesOf(Startup.Read(settings.Start).Options);

        Assert.Equal("oncall", policies.For("prod", RiskTier.Elevated).Role);
        Assert.Equal((null, TimeSpan.FromHours(4)), (policies.For("prod", RiskTier.High).Role, policies.For("prod", RiskTier.High).ValidFor));
    }

    [Fact]
    public void DirectoryOf_TheFileThatIsShipped_LetsOperatorAndOncallDoEverything()
    {
        using var settings = new TempSettings("{}");
        var shipped = Path.Combine(AppContext.BaseDirectory, ConfigurationLoader.FileName);
        var people = ConfiguredPeople.DirectoryOf(Startup.Read(settings.Start with { ConfigFile = shipped }).Options);

        foreach (var command in new[] { "upgrade", "pause", "resume", "answer", "lock", "unlock", "audit", "holds", Permission.BreakGlass })
            Assert.Equal(["oncall", "operator"], people.Who(new Permission(command, "openmldb", "cluster")).Select(person => person.Id.Value).Order());
    }

    [Fact]
    public void Secrets_OfEverySection_AreFound()
    {
        using var settings = new TempSettings("{}");
        var token = Path.Combine(settings.Folder, "token");
        File.WriteAllText(token, "the-token-of-anna-1234\n");
        File.WriteAllText(settings.ConfigFile, $$"""
            { "Nightshift": { "Web": { "Token": "token-of-the-page-1" }, "Scripts": "file:nowhere",
              "Clusters": { "prod": { "Authorization": "file:{{token}}", "ZooKeeperDigest": "env:NIGHTSHIFT_IS_NOT_SET" } } } }
            """);

        Assert.Equal(["the-token-of-anna-1234", "token-of-the-page-1"], ConfiguredSecrets.Of(ConfigurationLoader.Load(settings.Start, null)).Order());
    }

    private static PeopleDirectory Read()
    {
        using var settings = new TempSettings(Settings);
        return ConfiguredPeople.DirectoryOf(Startup.Read(settings.Start).Options);
    }
}
