using Nightshift.Bot.Output;
using Nightshift.Bot.Wiring;
using Nightshift.Chat.Rendering;
using Nightshift.Runs.Journal;

namespace Nightshift.Bot.CommandLine;

/// <summary>The runs of processes that are no more, when a command that changes something takes them up.</summary>
internal static class LeftRuns
{
    /// <summary>Takes them up and waits for those that had begun: what they left half done would be in the way of anything new.</summary>
    public static async Task FinishAsync(NightshiftProgram program, IRunOutput output, CancellationToken cancellationToken)
    {
        foreach (var run in await program.ResumeAsync(cancellationToken))
        {
            try
            {
                var found = await program.FindCarriedAsync(run, cancellationToken);
                output.Note($"run {run} was left by a killed program and is carried on{(found is null ? "" : " first")}");
                if (found is not null) await new RunFollower(program.Runs, output, program.Time).FollowAsync(run, cancellationToken);
            }
            catch (UnreadableJournalException fault)
            {
                output.Note(fault.Message);
            }
        }
    }

    /// <summary>Waits for what this process carries on besides; leaving would interrupt it wherever it is.</summary>
    public static async Task WaitForOthersAsync(NightshiftProgram program, IRunOutput output, CancellationToken cancellationToken)
    {
        foreach (var run in program.Carried)
        {
            if (await program.FindCarriedAsync(run, cancellationToken) is not { } view) continue;
            output.Note($"waits for run {run} ({view.Summary.Command}), which this program took up");
            var ended = await program.Runs.WaitForEndAsync(run, cancellationToken);
            output.Note($"run {run}: {StateWords.Of(ended.Summary.State)}{(ended.Summary.Reason is { } reason ? $" ({reason})" : "")}");
        }
    }
}
