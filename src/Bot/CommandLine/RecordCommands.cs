using System.CommandLine;
using System.CommandLine.Parsing;
using Nightshift.Runs;

namespace Nightshift.Bot.CommandLine;

/// <summary>The commands about what was written: <c>audit</c> and <c>runs</c>.</summary>
internal static class RecordCommands
{
    public static Command Audit(GlobalOptions globals) => new("audit", "What was done and tried, checked or written out") { Verify(globals), Export(globals) };

    public static Command Runs(GlobalOptions globals) => new("runs", "Histories of runs: taken out, and replayed") { ExportHistory(globals), Replay(globals) };

    private static Command Verify(GlobalOptions globals)
    {
        var run = RunArgument(ArgumentArity.ZeroOrOne);
        var anchor = new Option<string?>("--anchor") { Description = "a hash that was noted earlier, which must still be there" };
        var command = new Command("verify", "Checks that everything is as it was written; names the first that is not") { run, anchor };
        command.SetAction((parsed, cancellationToken) => AuditAction.VerifyAsync(globals.Of(parsed), parsed.GetValue(run), parsed.GetValue(anchor), cancellationToken));
        return command;
    }

    private static Command Export(GlobalOptions globals)
    {
        var run = RunArgument(ArgumentArity.ZeroOrOne);
        var file = new Option<FileInfo?>("--out") { Description = "the file; without it, the output" };
        var command = new Command("export", "Writes JSON lines, one event a line") { run, file };
        command.SetAction((parsed, cancellationToken) => AuditAction.ExportAsync(globals.Of(parsed), parsed.GetValue(run), parsed.GetValue(file), cancellationToken));
        return command;
    }

    private static Command ExportHistory(GlobalOptions globals)
    {
        var run = RunArgument(ArgumentArity.ExactlyOne);
        var file = new Argument<FileInfo>("file") { Description = "the file to write" };
        var command = new Command("export", "Writes one run with its sources, to be replayed") { run, file };
        command.SetAction((parsed, cancellationToken) => HistoriesAction.ExportAsync(
            globals.Of(parsed), parsed.GetValue(run)!.Value, parsed.GetRequiredValue(file), cancellationToken));
        return command;
    }

    private static Command Replay(GlobalOptions globals)
    {
        var file = new Argument<FileInfo>("file") { Description = "an exported run" };
        var scripts = new Option<DirectoryInfo?>("--scripts") { Description = "replay the playbooks of this folder instead of the recorded sources" };
        var command = new Command("replay", "Runs a playbook again on recorded results; carries nothing out, and names the first mismatch") { file, scripts };
        command.SetAction((parsed, cancellationToken) => HistoriesAction.ReplayAsync(
            globals.Of(parsed), parsed.GetRequiredValue(file), parsed.GetValue(scripts), cancellationToken));
        return command;
    }

    private static Argument<RunId?> RunArgument(ArgumentArity arity) =>
        new("run") { Description = "the number of a run", Arity = arity, CustomParser = Parse };

    private static RunId? Parse(ArgumentResult result)
    {
        if (result.Tokens is not [var token]) return null;
        if (RunId.TryParse(token.Value, null, out var run)) return run;
        result.AddError($"'{token.Value}' is not the number of a run");
        return null;
    }
}
