using System.Text;

namespace Nightshift.Runs;

/// <summary>The table of <see cref="RunTransitions"/> as people read it, in Markdown.</summary>
internal static class RunStatesDocument
{
    public const string Begin = "<!-- made from RunTransitions: do not edit below -->";

    public static string Table()
    {
        var text = new StringBuilder();
        foreach (var state in Enum.GetValues<RunState>().Where(state => !state.IsFinal())) Section(text, state);
        text.Append("## succeeded, failed, stopped, rejected, expired\n\nFinal: every command is refused with what became of the run, and nothing that the engine meets has an effect.\n");
        return text.ToString();
    }

    private static void Section(StringBuilder text, RunState state)
    {
        text.Append("## ").Append(Words(state)).Append("\n\n| what comes | leads to | what happens | only when |\n|---|---|---|---|\n");
        foreach (var trigger in Enum.GetValues<RunTrigger>())
        {
            var cell = RunTransitions.Of(state, trigger);
            var to = cell.Taken ? string.Join(" or ", cell.To.Select(Words)) : trigger.IsCommand() ? "refused" : "–";
            text.Append("| ").AppendJoin(" | ", trigger.Words(), to, cell.Sentence, cell.Only ?? "").Append(" |\n");
        }
        text.Append('\n');
    }

    /// <summary><c>AwaitingApproval</c> as <c>awaiting approval</c>.</summary>
    private static string Words(RunState state) =>
        string.Concat(state.ToString().Select((letter, at) => char.IsUpper(letter) && at > 0 ? $" {char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
}
