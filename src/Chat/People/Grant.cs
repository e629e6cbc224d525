using Nightshift.Runs;

namespace Nightshift.Chat.People;

/// <summary>
/// One rule of the configuration: a role, or some people, may give these commands, on these clusters, to these components. Each entry is an exact name or
/// <c>*</c> for all. There are no rules that forbid: what no rule allows is refused.
/// </summary>
/// <param name="Role">Empty where only <paramref name="People"/> are meant.</param>
public sealed record Grant(
    string Role, IReadOnlyList<string> Commands, IReadOnlyList<string> Clusters, IReadOnlyList<string> Components, IReadOnlyList<PersonId>? People = null)
{
    public bool IsFor(Person person) => (Role.Length > 0 && person.Is(Role)) || (People?.Contains(person.Id) ?? false);

    public bool Covers(Permission permission) =>
        Matches(Commands, permission.Command) && Matches(Clusters, permission.Cluster) && Matches(Components, permission.Component);

    /// <summary>By what somebody has it: <c>role operator</c>, or their own id.</summary>
    public string By(Person person) => Role.Length > 0 && person.Is(Role) ? $"role {Role}" : $"person {person.Id}";

    private static bool Matches(IReadOnlyList<string> allowed, string? asked) =>
        allowed.Contains("*", StringComparer.Ordinal) || (asked is null ? allowed.Count > 0 : allowed.Contains(asked, StringComparer.Ordinal));
}
