using Nightshift.Chat.People;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.People;

/// <summary>Who an account of Discord's is.</summary>
/// <param name="Person">With the roles of this moment; null when it may not speak here.</param>
/// <param name="Id">What the record keeps, also of strangers.</param>
/// <param name="Refusal">One of <c>Sentences</c>; empty for a person.</param>
internal sealed record Found(Person? Person, PersonId Id, string Refusal)
{
    /// <summary>Whether Discord could not be asked, so that nothing is known.</summary>
    public bool IsUnknown { get; init; }
}
