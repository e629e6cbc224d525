using System.Security.Cryptography;
using System.Text;
using Nightshift.Chat.Service;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Interactions;

/// <summary>
/// What a button under a run's message means, as its id: <c>press:Retry</c>, <c>press:Retry:1f3a…</c> for one of several failed steps or questions. Neither run
/// nor plan is in it: those are of the message under which it stands.
/// </summary>
/// <param name="Step">See <see cref="KeyOf"/>; null where only one thing can be meant.</param>
internal sealed record ButtonId(Reaction Reaction, string? Step = null)
{
    private const string Prefix = "press";
    private const int KeyLength = 16;

    /// <summary>A step's path may be longer than an id of a button.</summary>
    public static string KeyOf(StepPath step) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(step.ToString())))[..KeyLength];

    public static bool TryParse(string? text, out ButtonId button)
    {
        button = new ButtonId(default(Reaction));
        var parts = (text ?? "").Split(':');
        if (parts is not [Prefix, _] and not [Prefix, _, { Length: KeyLength }]) return false;
        if (!Enum.TryParse<Reaction>(parts[1], out var reaction) || !Enum.IsDefined(reaction) || reaction.ToString() != parts[1]) return false;
        button = new ButtonId(reaction, parts.Length == 3 ? parts[2] : null);
        return true;
    }

    public override string ToString() => Step is null ? $"{Prefix}:{Reaction}" : $"{Prefix}:{Reaction}:{Step}";
}
