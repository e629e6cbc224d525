using Nightshift.Chat.People;
using Nightshift.Chat.Service;
using Nightshift.Runs;

namespace Nightshift.Chat.Web.Components;

/// <summary>Who looks at this copy of the page: one browser may speak as several people. What nobody of them may press is not on it.</summary>
public sealed class Viewers(IReadOnlyList<Person> people, PeopleDirectory directory)
{
    public static readonly Viewers Nobody = new([], new PeopleDirectory([], []));

    /// <summary>Ids of those who may press it on this run, as far as rights and the plan's policy go; the program checks all of it again when it is pressed.</summary>
    public IReadOnlyList<string> Who(RunView run, Reaction reaction) => [.. people
        .Where(person => directory.May(person, new Permission(reaction.CommandWord(), run.Summary.Cluster, "cluster")))
        .Where(person => reaction != Reaction.Approve || MayConsent(run, person))
        .Select(person => person.Id.Value)];

    private static bool MayConsent(RunView run, Person person) =>
        (run.Policy.Role is not { } role || person.Is(role)) && (run.Policy.Approvers == 0 || person.Id != run.Summary.RequestedBy);
}
