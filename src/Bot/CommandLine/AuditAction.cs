using Nightshift.Chat.Rendering;
using Nightshift.Runs;

namespace Nightshift.Bot.CommandLine;

/// <summary><c>audit verify</c> and <c>audit export</c>: what was written, checked and taken out. Needs no cluster.</summary>
internal static class AuditAction
{
    public static Task<int> VerifyAsync(StartSettings settings, RunId? run, string? anchor, CancellationToken cancellationToken) =>
        RecordAccess.RunAsync(settings, async audit =>
        {
            var check = await audit.VerifyAsync(run, anchor, cancellationToken);
            if (check.Broken is { } broken)
            {
                var where = broken.Run is { } at ? $"run {at}, event {broken.Sequence}" : $"entry {broken.Sequence}";
                Console.WriteLine(Printable.Line($"{where}: {broken.Reason}"));
                return ExitCode.Failed;
            }

            Console.WriteLine($"{check.Runs} runs, {check.Events} events: all as written");
            if (check.Entries is { } entries) Console.WriteLine($"the audit log, {entries} entries: all as written");
            if (check.LastHash is { } hash) Console.WriteLine($"to check later that nothing up to here was written anew: --anchor {hash}");
            return ExitCode.Succeeded;
        });

    /// <param name="file">Null writes to the output.</param>
    public static Task<int> ExportAsync(StartSettings settings, RunId? run, FileInfo? file, CancellationToken cancellationToken) =>
        RecordAccess.RunAsync(settings, async audit =>
        {
            if (file is null)
            {
                await audit.ExportAsync(run, Console.Out, cancellationToken);
                return ExitCode.Succeeded;
            }

            var lines = await NewFile.WriteAsync(file, writer => audit.ExportAsync(run, writer, cancellationToken));
            await Console.Error.WriteLineAsync($"{lines} lines in {file.FullName}");
            return ExitCode.Succeeded;
        });
}
