using Nightshift.Runs;

namespace Nightshift.Chat.People;

/// <summary>The configured people and what they may do. Deny by default.</summary>
public sealed class PeopleDirectory(IReadOnlyList<Person> people, IReadOnlyList<Grant> grants)
{
    private readonly Dictionary<PersonId, Person> _people = people.ToDictionary(person => person.Id);

    public IReadOnlyList<Person> People => people;

    public Person? Find(PersonId id) => _people.GetValueOrDefault(id);

    public bool May(Person person, Permission permission) =>
        grants.Any(grant => person.Is(grant.Role) && grant.Covers(permission));

    public string RefusalOf(Person person, Permission permission)
    {
        var who = Who(permission);
        var others = who.Count == 0 ? "nobody may, by the configured rights" : $"these may: {string.Join(", ", who.Select(other => other.Id))}";
        var where = permission.Cluster is null ? "" : $" on {permission.Cluster}";
        var what = permission.Component is null or "cluster" ? "" : $" {permission.Component}";
        return $"{person.Id} may not {permission.Command}{what}{where}; {others}";
    }

    /// <summary>The people who may, for the sentence that refuses somebody else.</summary>
    public IReadOnlyList<Person> Who(Permission permission) => [.. people.Where(person => May(person, permission))];
}
