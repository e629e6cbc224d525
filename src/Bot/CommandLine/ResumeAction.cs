using Nightshift.Bot.Output;
using Nightshift.Bot.Wiring;
using Nightshift.Runs.Journal;

namespace Nightshift.Bot.CommandLine;

/// <summary><c>resume</c>: carries on with what a killed program left, and waits for the end of each run.</summary>
internal static class ResumeAction
{
    public static Task<int> RunAsync(StartSettings settings, OutputFormat format, CancellationToken cancellationToken) =>
        Guarded.RunAsync(async () =>
        {
            await using var program = await NightshiftProgram.StartAsync(settings, null, cancellationToken);
            using var output = Outputs.Create(format, program.Time);
            var resumed = await program.ResumeAsync(cancellationToken);
            if (resumed.Count == 0) output.Note("no run was left under way");
            var code = ExitCode.Succeeded;
            foreach (var run in resumed)
            {
                output.Note($"run {run} is carried on");
                try
                {
                    var ended = await new RunFollower(program.Runs, output, program.Time).FollowAsync(run, cancellationToken);
                    code = Math.Max(code, ExecAction.ExitCodeOf(ended));
                }
                catch (UnreadableJournalException fault)
                {
                    output.Note(fault.Message);
                    code = Math.Max(code, ExitCode.Failed);
                }
            }

            return code;
        });
}
