using Nightshift.Runs.Journal;

namespace Nightshift.Runs.Engine;

internal static class EffectIds
{
    /// <summary>The same over crashes, another one for every attempt that was decided on. 32 hex digits of SHA-256 over <c>run/path/attempt</c>.</summary>
    public static string Of(RunId run, StepPath path, int decidedAttempt) => JournalChain.Sha256($"{run}/{path}/{decidedAttempt}")[..32];
}
