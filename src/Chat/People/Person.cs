using Nightshift.Runs;

namespace Nightshift.Chat.People;

/// <summary>Somebody who may speak to the bot. People are ids; roles come from the configuration.</summary>
/// <param name="Name">For display only.</param>
public sealed record Person(PersonId Id, string Name, IReadOnlyList<string> Roles)
{
    public bool Is(string role) => Roles.Contains(role, StringComparer.Ordinal);
}
