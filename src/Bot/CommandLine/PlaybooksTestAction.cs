using Nightshift.Bot.PlaybookTests;
using Nightshift.Bot.PlaybookTests.Boxes;
using Nightshift.Bot.Wiring;
using Nightshift.Playbooks;

namespace Nightshift.Bot.CommandLine;

/// <summary><c>playbooks test</c>: a playbook on a cluster of its own, with a fault at every step in turn.</summary>
internal static class PlaybooksTestAction
{
    public static Task<int> RunAsync(StartSettings settings, PlaybookTestRequest request, CancellationToken cancellationToken) =>
        Guarded.RunAsync(async () =>
        {
            var startup = Startup.Read(settings);
            var (kind, faults) = await CheckAsync(startup, request.File, cancellationToken);
            if (faults.Count > 0)
            {
                foreach (var line in PlaybooksCheckAction.Lines(faults)) await Console.Error.WriteLineAsync(line);
                return ExitCode.WrongRequest;
            }

            IPlaybookTestOutput output = request.Format == OutputFormat.Json ? new JsonTestOutput(Console.Out, Console.Error) : new TextTestOutput(Console.Out, Console.Error);
            var made = request.Directory is null ? Directory.CreateTempSubdirectory("nightshift-test-") : null;
            try
            {
                return await TestAsync(startup, request, kind, made?.FullName ?? request.Directory!, output, cancellationToken);
            }
            catch (FormatException fault)
            {
                await Console.Error.WriteLineAsync(fault.Message);
                return ExitCode.WrongRequest;
            }
            finally
            {
                made?.Delete(recursive: true);
            }
        });

    private static async Task<int> TestAsync(Startup startup, PlaybookTestRequest request, string kind, string directory, IPlaybookTestOutput output, CancellationToken cancellationToken)
    {
        var box = TestBoxes.Of(kind, Path.Combine(directory, "box"), request.PortOffset);
        await using var cluster = await TestCluster.UpAsync(box, startup.ScriptsFolder, output, cancellationToken);
        var check = await cluster.Playbooks.CheckAsync([request.File], cancellationToken);
        var command = TestCommand.Of(check.Good[0].Playbook!, request.Command, cluster.Cluster.Releases, await box.EndpointsAsync(cancellationToken));
        var bench = new TestBench(cluster, command, new PlaybookTestTimes(), TimeProvider.System);
        var survived = await new PlaybookTester(bench, output).TestAsync(request.Faults, request.At, request.Every, request.Answers, cancellationToken);
        return survived ? ExitCode.Succeeded : ExitCode.Failed;
    }

    /// <summary>Which kind of cluster it is for. Nothing is brought up for a playbook that does not compile, or that is none.</summary>
    private static async Task<(string Kind, IReadOnlyList<PlaybookFault> Faults)> CheckAsync(Startup startup, string file, CancellationToken cancellationToken)
    {
        await using var services = AuthoringServices.Build(startup);
        var check = await services.GetRequiredService<PlaybookFiles>().CheckAsync([file], cancellationToken);
        if (check.Faults.Count > 0) return ("", check.Faults);
        if (check.Good[0] is { Playbook: null } library) return ("", [new PlaybookFault(library.File, 1, 1, "a library is no playbook; name one that loads it", "")]);
        var playbook = check.Good[0].Playbook!.Descriptor;
        return TestBoxes.Kinds.Contains(playbook.Kind)
            ? (playbook.Kind, [])
            : (playbook.Kind, [new PlaybookFault(playbook.Path, 1, 1, $"playbooks for {string.Join(" and ", TestBoxes.Kinds)} can be tested so, this one is for {playbook.Kind}", "")]);
    }
}
