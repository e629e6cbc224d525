using Nightshift.Chat.Replies;

namespace Nightshift.Bot.CommandLine;

/// <summary>How the program ends; scripts rely on these.</summary>
internal static class ExitCode
{
    public const int Succeeded = 0;
    public const int Failed = 1;
    public const int WrongRequest = 2;
    public const int StoppedOrRejected = 3;

    /// <summary>Of an answer that is no run.</summary>
    public static int Of(Reply reply) => reply switch
    {
        Reply.Refusal => WrongRequest,
        Reply.Failure => Failed,
        Reply.Several several => several.Parts.Select(Of).Max(),
        Reply.PlanOnly { Plan.Obstacles.Count: > 0 } => Failed,
        _ => Succeeded,
    };
}
