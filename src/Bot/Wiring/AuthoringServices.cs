using Nightshift.Chat.Commands;
using Nightshift.Clusters;
using Nightshift.Playbooks;

namespace Nightshift.Bot.Wiring;

/// <summary>Playbooks without clusters and runs: what those who write them need. Nothing is connected to.</summary>
internal static class AuthoringServices
{
    public static ServiceProvider Build(Startup startup) => Build(SettingsOf(startup));

    public static ServiceProvider Build(PlaybookSettings settings)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System);
        foreach (var kind in NightshiftProgram.Kinds(TimeProvider.System)) services.AddSingleton<IClusterKind>(kind);
        return services.AddPlaybooks(settings).BuildServiceProvider();
    }

    public static PlaybookSettings SettingsOf(Startup startup) => new()
    {
        Folder = startup.ScriptsFolder,
        CacheFolder = Path.Combine(startup.DataDirectory, "playbooks"),
        ReservedWords = BuiltInCommands.ReservedWords,
    };
}
