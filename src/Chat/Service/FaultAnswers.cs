using Nightshift.Runs;

namespace Nightshift.Chat.Service;

/// <summary>Answers to presses that met a fault of the program. What went wrong is for the log: an answer may be seen by everybody.</summary>
public static class FaultAnswers
{
    private const string Ending = "could not be done, or nobody knows whether it was, because of a fault of the program, which is in its log; look at the run, and press again";

    internal static Answer Of(string command, RunId run) => Answer.No($"{command} of run {run} {Ending}");

    /// <summary>Whether it was not refused, and may have had its effect or not.</summary>
    public static bool IsFault(this Answer answer) => !answer.Accepted && answer.Sentence.EndsWith(Ending, StringComparison.Ordinal);
}
