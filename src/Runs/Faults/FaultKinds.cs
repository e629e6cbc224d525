using System.Collections.Frozen;

namespace Nightshift.Runs.Faults;

/// <summary>The kinds of faults as people write them: <c>crash-before</c>.</summary>
public static class FaultKinds
{
    private static readonly FrozenDictionary<FaultKind, string> Names = new Dictionary<FaultKind, string>
    {
        [FaultKind.CrashBefore] = "crash-before",
        [FaultKind.CrashAfter] = "crash-after",
        [FaultKind.Fails] = "fails",
        [FaultKind.Hangs] = "hangs",
        [FaultKind.ReplyLost] = "reply-lost",
        [FaultKind.CommitFails] = "commit-fails",
        [FaultKind.DiskFull] = "disk-full",
    }.ToFrozenDictionary();

    public static IReadOnlyList<FaultKind> All { get; } = Enum.GetValues<FaultKind>();

    public static string Word(this FaultKind kind) => Names[kind];

    /// <summary>Null when there is no such kind.</summary>
    public static FaultKind? Find(string word)
    {
        foreach (var (kind, name) in Names)
        {
            if (name == word) return kind;
        }

        return null;
    }
}
