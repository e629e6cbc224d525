namespace Nightshift.Chat.People;

/// <summary>
/// One rule of the configuration: a role may give these commands, on these clusters, to these components. <c>*</c> stands for all. There are no
/// rules that forbid: what no rule allows is refused.
/// </summary>
public sealed record Grant(string Role, IReadOnlyList<string> Commands, IReadOnlyList<string> Clusters, IReadOnlyList<string> Components)
{
    public bool Covers(Permission permission) =>
        Matches(Commands, permission.Command) && Matches(Clusters, permission.Cluster) && Matches(Components, permission.Component);

    private static bool Matches(IReadOnlyList<string> allowed, string? asked) =>
        allowed.Contains("*", StringComparer.Ordinal) || (asked is null ? allowed.Count > 0 : allowed.Contains(asked, StringComparer.Ordinal));
}

/// <summary>What somebody wants to do. A null cluster or component asks "anywhere?", for help and completion.</summary>
/// <param name="Command">The first word of the command: <c>upgrade</c>, <c>approve</c>.</param>
/// <param name="Component">The second word where it names one (<c>tablet</c>), else <c>cluster</c>.</param>
public sealed record Permission(string Command, string? Cluster, string? Component);
