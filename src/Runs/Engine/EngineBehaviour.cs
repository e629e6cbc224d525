using Nightshift.Runs.Journal;

namespace Nightshift.Runs.Engine;

/// <summary>
/// How the engine behaves where a replay depends on it. A run keeps the number that it was begun with; whoever changes what such a run would meet raises
/// <see cref="Current"/> and keeps the old way for smaller numbers (docs/decisions/0012-engine-behaviour.md).
/// </summary>
internal static class EngineBehaviour
{
    public const int Current = 1;

    /// <exception cref="UnreadableJournalException">A newer version began the run.</exception>
    public static int Known(RunId run, int begunWith) => begunWith is >= 1 and <= Current
        ? begunWith
        : throw new UnreadableJournalException(run, $"it was begun with engine behaviour {begunWith}; this version knows 1 to {Current}");
}
