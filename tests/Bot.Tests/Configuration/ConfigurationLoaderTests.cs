using Nightshift.Bot.Configuration;
using Nightshift.Bot.Tests.Fakes;

namespace Nightshift.Bot.Tests.Configuration;

public sealed class ConfigurationLoaderTests
{
    private const string Variable = "Nightshift__Clusters__openmldb__LoaderTest";

    [Fact]
    public void Load_FileOneboxAndEnvironment_LaterOnesWin()
    {
        using var settings = new TempSettings("""{ "Nightshift": { "Clusters": { "openmldb": { "LoaderTest": "file", "RootPath": "/file", "Kept": "file" } } } }""");
        var box = new Dictionary<string, string?> { ["Nightshift:Clusters:openmldb:LoaderTest"] = "box", ["Nightshift:Clusters:openmldb:RootPath"] = "/box" };
        Environment.SetEnvironmentVariable(Variable, "environment");
        try
        {
            var section = ConfigurationLoader.Load(settings.Start, box).GetSection("Nightshift:Clusters:openmldb");

            Assert.Equal(("environment", "/box", "file"), (section["LoaderTest"], section["RootPath"], section["Kept"]));
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, null);
        }
    }

    [Fact]
    public void Load_NamedFileThatIsNotThere_IsAFault()
    {
        using var settings = new TempSettings("{}");

        var fault = Assert.Throws<ConfigurationException>(() => ConfigurationLoader.Load(settings.Start with { ConfigFile = settings.ConfigFile + ".not" }, null));

        Assert.EndsWith(".not: there is no such file", Assert.Single(fault.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NotJson_NamesFileAndPlace()
    {
        using var settings = new TempSettings("{ \"Nightshift\": { oops } }");

        var fault = Assert.Throws<ConfigurationException>(() => ConfigurationLoader.Load(settings.Start, null));

        Assert.StartsWith(settings.ConfigFile, Assert.Single(fault.Faults), StringComparison.Ordinal);
        Assert.Contains("LineNumber", fault.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Load_FileThatBeginsWithADot_IsRead()
    {
        using var settings = new TempSettings("\"Scripts\": \"mine\"", ".nightshift.json");

        Assert.Equal("mine", ConfigurationLoader.Load(settings.Start, null)["Nightshift:Scripts"]);
    }
}
