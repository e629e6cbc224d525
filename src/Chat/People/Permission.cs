using System.Collections.Frozen;

namespace Nightshift.Chat.People;

/// <summary>What somebody wants to do. A null cluster or component asks "anywhere?", for help and completion.</summary>
/// <param name="Command">The first word of the command: <c>upgrade</c>, <c>approve</c>.</param>
/// <param name="Component">The second word where it names one (<c>tablet</c>), else <c>cluster</c>.</param>
public sealed record Permission(string Command, string? Cluster, string? Component)
{
    /// <summary>The right to have a playbook's command run without anybody's approval.</summary>
    public const string BreakGlass = "break-glass";

    private static readonly FrozenSet<string> Consents =
        new[] { "approve", "withdraw", "reject", "resume", "retry", "skip", "answer", "unlock", "link", "unlink", BreakGlass }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether it is somebody's consent, which no bot can give whatever rights it was given.</summary>
    public bool IsConsent => Consents.Contains(Command);
}
