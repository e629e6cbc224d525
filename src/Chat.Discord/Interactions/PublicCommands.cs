using System.Collections.Frozen;

namespace Nightshift.Chat.Discord.Interactions;

/// <summary>Commands whose answers everybody in the channel sees: those that read clusters and runs. A run that was asked for has messages of its own.</summary>
internal static class PublicCommands
{
    private static readonly FrozenSet<string> Words =
        new[] { "status", "tables", "replicas", "ops", "check", "holds", "runs", "run" }.ToFrozenSet(StringComparer.Ordinal);

    public static bool Contains(IReadOnlyList<string> command) => command is [var only] && Words.Contains(only);
}
