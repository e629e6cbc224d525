using Nightshift.Bot.Output;
using Nightshift.Bot.Wiring;
using Nightshift.Chat.Replies;
using Nightshift.Chat.Service;
using Nightshift.Runs;

namespace Nightshift.Bot.CommandLine;

/// <summary><c>exec</c>: one command, here and now. Prints what happens and ends with the exit code of the run.</summary>
internal static class ExecAction
{
    private const string Channel = "cli";

    public static Task<int> RunAsync(StartSettings settings, ExecRequest request, CancellationToken cancellationToken) =>
        Guarded.RunAsync(async () =>
        {
            await using var program = await NightshiftProgram.StartAsync(settings, UnattendedDecisions(request), cancellationToken);
            using var output = Outputs.Create(request.Format, program.Time);
            if (!await program.ChangesAsync(request.Text, cancellationToken)) return await SayAsync(program, request, output, cancellationToken);
            await LeftRuns.FinishAsync(program, output, cancellationToken);
            var code = await SayAsync(program, request, output, cancellationToken);
            await LeftRuns.WaitForOthersAsync(program, output, cancellationToken);
            return code;
        });

    private static async Task<int> SayAsync(NightshiftProgram program, ExecRequest request, IRunOutput output, CancellationToken cancellationToken)
    {
        var reply = await program.Chat.SayAsync(new PersonId(request.As), Channel, request.Text, cancellationToken);
        if (reply is Reply.Run run) return await FollowAsync(program, run.Id, request, output, cancellationToken);
        output.Reply(reply);
        return ExitCode.Of(reply);
    }

    /// <summary>Nobody watches a pipe: there a failed step of the run is not asked about, the run is aborted and everything put back.</summary>
    private static TimeSpan? UnattendedDecisions(ExecRequest request) =>
        request.Format == OutputFormat.Json || Console.IsOutputRedirected ? TimeSpan.Zero : null;

    private static async Task<int> FollowAsync(NightshiftProgram program, RunId run, ExecRequest request, IRunOutput output, CancellationToken cancellationToken)
    {
        var view = await program.Runs.FindAsync(run, cancellationToken) ?? throw new InvalidOperationException($"run {run} vanished from the store");
        output.Submitted(view);
        if (request.ApproveAs is { } approver)
        {
            var answer = await program.Chat.ReactAsync(new PersonId(approver), run, Reaction.Approve, view.Plan.Hash, cancellationToken);
            output.Note(answer.Sentence);
            if (!answer.Accepted)
            {
                // A run that waits for nobody is under way already, and is followed like any other.
                var rejected = await program.Runs.RejectAsync(run, new PersonId(request.As), $"the approval given with it was refused: {answer.Sentence}", cancellationToken);
                if (rejected.Accepted) return ExitCode.StoppedOrRejected;
            }
        }
        else if (view.Summary.State == RunState.AwaitingApproval)
        {
            output.Note($"waits for approval: /approve {run} {ShortHash.Of(view.Plan)} by somebody else");
        }

        return ExitCodeOf(await new RunFollower(program.Runs, output, program.Time).FollowAsync(run, cancellationToken));
    }

    internal static int ExitCodeOf(RunView ended) => ended.Summary.State switch
    {
        RunState.Succeeded => ExitCode.Succeeded,
        RunState.Stopped or RunState.Rejected or RunState.Expired => ExitCode.StoppedOrRejected,
        _ => ExitCode.Failed,
    };
}
