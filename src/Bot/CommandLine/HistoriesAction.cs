using Nightshift.Bot.Wiring;
using Nightshift.Chat.Rendering;
using Nightshift.Runs;

namespace Nightshift.Bot.CommandLine;

/// <summary><c>runs export</c> and <c>runs replay</c>: a run taken out, and a playbook run again on what was recorded. Nothing is carried out.</summary>
internal static class HistoriesAction
{
    /// <summary>How long a playbook may take to meet what was recorded; it waits for nothing but the compiler.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    public static Task<int> ExportAsync(StartSettings settings, RunId run, FileInfo file, CancellationToken cancellationToken) =>
        RecordAccess.RunAsync(settings, async audit =>
        {
            var lines = await NewFile.WriteAsync(file, writer => audit.ExportHistoryAsync(run, writer, cancellationToken));
            await Console.Error.WriteLineAsync($"run {run}: {lines} lines in {file.FullName}");
            return ExitCode.Succeeded;
        });

    /// <param name="scripts">Replays the playbooks of this folder; null replays the recorded sources.</param>
    public static Task<int> ReplayAsync(StartSettings settings, FileInfo file, DirectoryInfo? scripts, CancellationToken cancellationToken) =>
        Guarded.RunAsync(async () =>
        {
            try
            {
                var history = await ReadAsync(file, cancellationToken);
                await using var services = ReplayServices.Create(Startup.Read(settings), history);
                var report = await new HistoryReplayer(TimeProvider.System, Grace).ReplayAsync(
                    history, services.GetRequiredService<IRunProgram>(), scripts is null ? null : await SourcesAsync(scripts, cancellationToken), cancellationToken);
                Console.WriteLine(Printable.Line(report.Sentence));
                if (report is { Matches: false }) Console.WriteLine($"  recorded: {Printable.Line(report.Recorded!)}\n  asked:    {Printable.Line(report.Asked!)}");
                return report.Matches ? ExitCode.Succeeded : ExitCode.Failed;
            }
            catch (Exception fault) when (fault is UnreadableHistoryException or IOException or UnauthorizedAccessException)
            {
                await Console.Error.WriteLineAsync(Printable.Line($"{file.FullName}: {fault.Message}"));
                return ExitCode.WrongRequest;
            }
        });

    private static async Task<StoredHistory> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        using var reader = file.OpenText();
        return await StoredHistory.ReadAsync(reader, cancellationToken);
    }

    private static async Task<IReadOnlyList<SourceFile>> SourcesAsync(DirectoryInfo scripts, CancellationToken cancellationToken)
    {
        var sources = new List<SourceFile>();
        foreach (var script in scripts.EnumerateFiles("*.csx", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(scripts.FullName, script.FullName).Replace(Path.DirectorySeparatorChar, '/');
            sources.Add(new SourceFile(path, await File.ReadAllTextAsync(script.FullName, cancellationToken)));
        }

        return sources;
    }
}
