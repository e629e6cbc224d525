using Nightshift.Runs;

namespace Nightshift.Chat.People;

/// <summary>The configured people and what they may do. Deny by default.</summary>
/// <param name="rolesElsewhere">Roles that a channel may give to people besides those configured; which of them somebody has is known only when they speak there.</param>
public sealed class PeopleDirectory(IReadOnlyList<Person> people, IReadOnlyList<Grant> grants, IReadOnlyList<string>? rolesElsewhere = null)
{
    private readonly Dictionary<PersonId, Person> _people = people.ToDictionary(person => person.Id);

    public IReadOnlyList<Person> People => people;

    public Person? Find(PersonId id) => _people.GetValueOrDefault(id);

    public bool May(Person person, Permission permission) => GrantOf(person, permission) is not null;

    /// <summary>The rule by which somebody may; null when none allows it, and for a bot's consent.</summary>
    public Grant? GrantOf(Person person, Permission permission) =>
        person.IsBot && permission.IsConsent ? null : grants.FirstOrDefault(grant => grant.IsFor(person) && grant.Covers(permission));

    /// <summary>Every rule that is for somebody.</summary>
    public IReadOnlyList<Grant> GrantsOf(Person person) => [.. grants.Where(grant => grant.IsFor(person))];

    public string RefusalOf(Person person, Permission permission)
    {
        var who = Who(permission);
        var others = who.Count == 0 ? "nobody may, by the configured rights" : $"these may: {string.Join(", ", who.Select(other => other.Id))}";
        var where = permission.Cluster is null ? "" : $" on {permission.Cluster}";
        var what = permission.Component is null or "cluster" ? "" : $" {permission.Component}";
        var bot = person.IsBot && permission.IsConsent ? ", being a bot" : "";
        return $"{person.Id} may not {permission.Command}{what}{where}{bot}; {others}";
    }

    /// <summary>The people who may, for the sentence that refuses somebody else.</summary>
    public IReadOnlyList<Person> Who(Permission permission) => [.. people.Where(person => May(person, permission))];

    /// <summary>Who could approve what is asked for on a cluster: people with the role, and the right to, without the one who asks.</summary>
    public IReadOnlyList<Person> Approvers(string cluster, string? role, PersonId requester) =>
        [.. people.Where(person => person.Id != requester && CouldBe(person) is var could && (role is null || could.Is(role)) && May(could, new Permission("approve", cluster, "cluster")))];

    private Person CouldBe(Person person) => rolesElsewhere is { Count: > 0 } more ? person with { Roles = [.. person.Roles, .. more] } : person;
}
