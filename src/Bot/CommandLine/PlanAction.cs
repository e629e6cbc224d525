using Nightshift.Bot.Output;
using Nightshift.Bot.Wiring;
using Nightshift.Runs;

namespace Nightshift.Bot.CommandLine;

/// <summary><c>plan</c>: what a command would do to the cluster as it is now.</summary>
internal static class PlanAction
{
    public static Task<int> RunAsync(StartSettings settings, ExecRequest request, CancellationToken cancellationToken) =>
        Guarded.RunAsync(async () =>
        {
            await using var program = await NightshiftProgram.StartAsync(settings, null, cancellationToken);
            using var output = Outputs.Create(request.Format, program.Time);
            var text = request.Text.TrimStart();
            var reply = await program.Chat.SayAsync(new PersonId(request.As), "cli", $"/plan {(text.StartsWith('/') ? text[1..] : text)}", cancellationToken);
            output.Reply(reply);
            return ExitCode.Of(reply);
        });
}
