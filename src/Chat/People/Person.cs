using Nightshift.Runs;

namespace Nightshift.Chat.People;

/// <summary>Somebody who may speak to the bot. People are ids; roles come from the configuration.</summary>
/// <param name="Name">For display only.</param>
/// <param name="IsBot">Another program; it may ask for things by its rights, and never consents to any.</param>
public sealed record Person(PersonId Id, string Name, IReadOnlyList<string> Roles, bool IsBot = false)
{
    public bool Is(string role) => Roles.Contains(role, StringComparer.Ordinal);
}
