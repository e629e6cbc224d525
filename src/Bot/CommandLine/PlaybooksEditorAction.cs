using Nightshift.Bot.Wiring;
using Nightshift.Playbooks;

namespace Nightshift.Bot.CommandLine;

/// <summary><c>playbooks editor</c>: what editors need in order to complete playbooks.</summary>
internal static class PlaybooksEditorAction
{
    public static Task<int> RunAsync(StartSettings settings, CancellationToken cancellationToken) =>
        Guarded.RunAsync(async () =>
        {
            var startup = Startup.Read(settings);
            await using var services = AuthoringServices.Build(startup);
            foreach (var file in await services.GetRequiredService<EditorFiles>().WriteAsync(cancellationToken)) Console.WriteLine(file);
            Console.WriteLine($"open {startup.ScriptsFolder} in an editor with OmniSharp (VS Code: \"dotnet.server.useOmnisharp\": true)");
            return ExitCode.Succeeded;
        });
}
