using Nightshift.Bot.Wiring;
using Nightshift.Chat.Rendering;
using Nightshift.Playbooks;

namespace Nightshift.Bot.CommandLine;

/// <summary><c>playbooks check</c>: every fault with its line and caret; and what is good.</summary>
internal static class PlaybooksCheckAction
{
    public static Task<int> RunAsync(StartSettings settings, IReadOnlyList<string> files, CancellationToken cancellationToken) =>
        Guarded.RunAsync(async () =>
        {
            await using var services = AuthoringServices.Build(Startup.Read(settings));
            var checker = services.GetRequiredService<PlaybookFiles>();
            var check = files.Count == 0 ? await checker.CheckAllAsync(cancellationToken) : await checker.CheckAsync(files, cancellationToken);
            foreach (var good in check.Good) Console.WriteLine(Printable.Line(good.ToString()));
            foreach (var line in Lines(check.Faults)) Console.WriteLine(line);
            if (check.Faults.Count > 0) Console.WriteLine(check.Faults.Count == 1 ? "1 fault" : $"{check.Faults.Count} faults");
            return check.Faults.Count == 0 ? ExitCode.Succeeded : ExitCode.WrongRequest;
        });

    /// <summary>A source may hold anything; what leaves for a terminal is printable, and the caret stays below its place.</summary>
    public static IEnumerable<string> Lines(IEnumerable<PlaybookFault> faults) =>
        faults.SelectMany(fault => fault.ToString().Split('\n')).Select(line => string.Join('\t', line.Split('\t').Select(Printable.Line)));
}
