using Nightshift.Bot.CommandLine;

namespace Nightshift.Bot.Tests.Fakes;

/// <summary>A configuration file in a folder of its own.</summary>
internal sealed class TempSettings : IDisposable
{
    public const string People = """
        "People": { "wei": { "Roles": [ "r" ] }, "operator": { "Roles": [ "r" ] }, "anna": { "Name": "Anna", "Roles": [ "r" ] } }, "Rights": [ { "Role": "r", "Commands": [ "*" ] } ]
        """;

    public TempSettings(string nightshift, string name = "appsettings.json") =>
        File.WriteAllText(ConfigFile = Path.Combine(Folder, name), nightshift.StartsWith('{') ? nightshift : $$"""{ "Nightshift": { {{nightshift}} } }""");

    public string Folder { get; } = Directory.CreateTempSubdirectory("nightshift-bot-").FullName;

    public string ConfigFile { get; }

    public StartSettings Start => new(ConfigFile, Path.Combine(Folder, "box"), 0, null, "short");

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
