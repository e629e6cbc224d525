using Nightshift.Runs.Journal;

namespace Nightshift.Runs.Engine;

internal static class EffectIds
{
    /// <summary>
    /// The same over crashes, another one for every attempt that was decided on, and never that of another run, also not of one with the same number in a
    /// store that was begun anew: hosts remember ids for months. 32 hex digits of SHA-256 over <c>identity/path/attempt</c>.
    /// </summary>
    /// <param name="identity">Of the run: the hash of its journal's first event.</param>
    public static string Of(string identity, StepPath path, int decidedAttempt) => JournalChain.Sha256($"{identity}/{path}/{decidedAttempt}")[..32];
}
