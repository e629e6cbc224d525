using Nightshift.Chat.People;
using Nightshift.Runs;

namespace Nightshift.Chat.Commands;

/// <summary>No right allows it. Unlike a wrong command it is recorded, with the cluster or the run that it was about.</summary>
public sealed class NotAllowedException(string message, string? cluster, RunId? run = null) : CommandRefusedException(message)
{
    public string? Cluster { get; } = cluster;

    public RunId? Run { get; } = run;

    /// <exception cref="NotAllowedException">The person may not.</exception>
    public static void ThrowUnless(PeopleDirectory people, Person person, Permission permission, RunId? run = null)
    {
        if (!people.May(person, permission)) throw new NotAllowedException(people.RefusalOf(person, permission), permission.Cluster, run);
    }
}
