using Nightshift.Bot.Wiring;
using Nightshift.Playbooks;

namespace Nightshift.Bot.CommandLine;

/// <summary><c>validate</c>: configuration, people and playbooks; every fault, or how much is good.</summary>
internal static class ValidateAction
{
    public static Task<int> RunAsync(StartSettings settings, CancellationToken cancellationToken) =>
        Guarded.RunAsync(async () =>
        {
            var startup = Startup.Read(settings);
            var faults = new List<string>(startup.OnOnebox ? [] : ConfiguredClusters.Validate(startup.Configuration, NightshiftProgram.Kinds(TimeProvider.System)));
            await using var services = AuthoringServices.Build(startup);
            var playbooks = await services.GetRequiredService<PlaybookFiles>().CheckAllAsync(cancellationToken);
            faults.AddRange(PlaybooksCheckAction.Lines(playbooks.Faults));
            faults.AddRange(await DiscordCheck.RunAsync(startup, Console.Out, cancellationToken));
            foreach (var fault in faults) Console.WriteLine(fault);
            if (faults.Count > 0) return ExitCode.WrongRequest;
            var cluster = startup.OnOnebox ? "no cluster configured, so those of the onebox" : $"{startup.Configuration.GetSection("Nightshift:Clusters").GetChildren().Count()} cluster(s)";
            Console.WriteLine($"good: {cluster}, {startup.Options.People.Count} people, {playbooks.Good.Count(good => good.Playbook is not null)} playbooks");
            return ExitCode.Succeeded;
        });
}
