using Nightshift.Bot.CommandLine;
using Nightshift.Bot.Configuration;
using Nightshift.Bot.Tests.Fakes;
using Nightshift.Bot.Wiring;
using Nightshift.Chat.Web.Sessions;

namespace Nightshift.Bot.Tests.Wiring;

public sealed class StartupTests
{
    private const string Prod = """ "Clusters": { "prod": { "Kind": "openmldb", "ZooKeeper": "zk1:2181" } } """;

    [Fact]
    public void Read_NoCluster_IsTheOnebox()
    {
        using var settings = new TempSettings(TempSettings.People);

        var startup = Startup.Read(settings.Start);

        Assert.True(startup.OnOnebox);
        Assert.StartsWith(settings.Start.OneboxDirectory, startup.StorePath, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SectionWithoutKind_OnlyTunesTheOnebox()
    {
        using var settings = new TempSettings($$"""{{TempSettings.People}}, "Clusters": { "openmldb": { "Limits": { "Stop": "00:00:10" } } }""");

        Assert.True(Startup.Read(settings.Start).OnOnebox);
    }

    [Fact]
    public void Read_SectionTunesAClusterThatTheOneboxLeavesOut_WaitsForAnotherStart()
    {
        using var settings = new TempSettings($$"""{{TempSettings.People}}, "Clusters": { "pegasus": { "Limits": { "Stop": "00:00:10" } } }, "Approvals": { "Policies": [ { "Cluster": "pegasus", "Approvers": 0 } ] }""");

        var startup = Startup.Read(settings.Start with { Onebox = "openmldb" });

        Assert.Equal(["pegasus"], startup.Resting);
        NightshiftProgram.CheckClusters(startup);
        Assert.Empty(ConfiguredClusters.Open(startup.Configuration, NightshiftProgram.Kinds(TimeProvider.System), startup.Resting).All);
    }

    [Fact]
    public void Read_SectionWithoutKindThatNoOneboxHas_IsAFaultWithItsSetting()
    {
        using var settings = new TempSettings($$"""{{TempSettings.People}}, "Clusters": { "pegasos": { "Limits": { "Stop": "00:00:10" } } }""");

        var fault = Assert.Single(Assert.Throws<ConfigurationException>(() => Startup.Read(settings.Start)).Faults);

        Assert.Equal("Nightshift:Clusters:pegasos: has no Kind, so it would tune a cluster of the onebox, and those are called openmldb, pegasus", fault);
    }

    [Fact]
    public void CheckClusters_NoKindBesideAClusterWithOne_SaysThatItIsMissing()
    {
        using var settings = new TempSettings($$"""{{TempSettings.People}}, "Clusters": { "prod": { "Kind": "openmldb", "ZooKeeper": "zk1:2181" }, "pegasus": { "Limits": { "Stop": "00:00:10" } } }""");

        var faults = Assert.Throws<ConfigurationException>(() => NightshiftProgram.CheckClusters(Startup.Read(settings.Start))).Faults;

        Assert.Equal(["Nightshift:Clusters:pegasus:Kind: is missing; a cluster is one of openmldb, pegasus"], faults);
    }

    [Fact]
    public void Read_ClusterWithKind_IsUsedInsteadOfTheOnebox()
    {
        using var settings = new TempSettings($"{TempSettings.People}, {Prod}");

        Assert.False(Startup.Read(settings.Start).OnOnebox);
    }

    [Fact]
    public async Task Prepare_WrongConfiguration_BringsNoOneboxUp()
    {
        using var settings = new TempSettings("\"Web\": { \"Url\": \"nonsense\" }");
        var progress = new List<string>();

        await Assert.ThrowsAsync<ConfigurationException>(() => Startup.PrepareAsync(settings.Start, new Said(progress), TimeProvider.System, default));

        Assert.Empty(progress);
        Assert.False(Directory.Exists(settings.Start.OneboxDirectory));
    }

    [Fact]
    public void Read_ValueThatIsNotOne_IsAFaultWithItsSetting()
    {
        using var settings = new TempSettings($$"""{{TempSettings.People}}, "Approvals": { "Approvers": "two" }""");

        Assert.Contains("Nightshift:Approvals:Approvers", Assert.Throws<ConfigurationException>(() => Startup.Read(settings.Start)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CheckClusters_WrongKindOrSection_NamesTheSetting()
    {
        using var settings = new TempSettings($$"""{{TempSettings.People}}, "Clusters": { "a": { "Kind": "pegasos" }, "b": { "Kind": "OpenMLDB", "ZooKeeper": "", "RootPath": "x" } }""");

        var faults = Assert.Throws<ConfigurationException>(() => NightshiftProgram.CheckClusters(Startup.Read(settings.Start))).Faults;

        Assert.Contains(faults, fault => fault.StartsWith("Nightshift:Clusters:a:Kind: 'pegasos' is none of openmldb", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("Nightshift:Clusters:b:ZooKeeper:", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("Nightshift:Clusters:b:RootPath:", StringComparison.Ordinal));
    }

    [Fact]
    public void Logins_OnARealCluster_AreOnePerPerson()
    {
        using var settings = new TempSettings($"{TempSettings.People}, {Prod}");

        var logins = WebLogins.Of(Startup.Read(settings.Start));

        Assert.Equal(["operator", "anna", "wei"], logins.Select(login => Assert.Single(login.People).Value));
        Assert.Equal(3, logins.Select(login => login.Token).Distinct().Count());
        Assert.All(logins, login => Assert.Single(logins, other => other.Opens(login.Token)));
    }

    [Fact]
    public void Logins_Configured_TakeThePersonsOwnToken()
    {
        using var settings = new TempSettings($"{TempSettings.People}, {Prod}");
        var file = Path.Combine(settings.Folder, "token");
        File.WriteAllText(file, "the-token-of-anna-1234\n");
        File.WriteAllText(settings.ConfigFile, File.ReadAllText(settings.ConfigFile).Replace("\"Name\": \"Anna\"", $"\"Login\": \"file:{file}\"", StringComparison.Ordinal));

        var annas = WebLogins.Of(Startup.Read(settings.Start)).Single(login => login.People[0].Value == "anna");

        Assert.True(annas.Opens("the-token-of-anna-1234"));
    }

    [Fact]
    public void Logins_OnTheOnebox_AreOneForAll()
    {
        using var settings = new TempSettings(TempSettings.People);

        WebLogin login = Assert.Single(WebLogins.Of(Startup.Read(settings.Start)));

        Assert.Equal(["operator", "anna", "wei"], login.People.Select(person => person.Value));
    }

    private sealed class Said(List<string> sentences) : IProgress<string>
    {
        public void Report(string value) => sentences.Add(value);
    }
}
