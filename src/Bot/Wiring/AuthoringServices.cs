using Nightshift.Chat.Commands;
using Nightshift.Clusters;
using Nightshift.Playbooks;

namespace Nightshift.Bot.Wiring;

/// <summary>Playbooks without clusters and runs: what those who write them need. Nothing is connected to.</summary>
internal static class AuthoringServices
{
    public static ServiceProvider Build(Startup startup)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System);
        foreach (var kind in NightshiftProgram.Kinds(TimeProvider.System)) services.AddSingleton<IClusterKind>(kind);
        return services.AddPlaybooks(SettingsOf(startup)).BuildServiceProvider();
    }

    public static PlaybookSettings SettingsOf(Startup startup) => new()
    {
        Folder = startup.ScriptsFolder,
        CacheFolder = Path.Combine(startup.DataDirectory, "playbooks"),
        ReservedWords = BuiltInCommands.ReservedWords,
    };
}
