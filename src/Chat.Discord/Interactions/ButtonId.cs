using System.Security.Cryptography;
using System.Text;
using Nightshift.Chat.Service;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Interactions;

/// <summary>
/// What a button under a run's message means, as its id: <c>press:Retry</c>, <c>press:Retry:1f3a…:2</c> for one of several failed steps or questions. Neither run
/// nor plan is in it: those are of the message under which it stands.
/// </summary>
/// <param name="Step">Null where only one thing can be meant.</param>
internal sealed record ButtonId(Reaction Reaction, ButtonStep? Step = null)
{
    public const int KeyLength = 16;
    private const string Prefix = "press";

    /// <summary>A step's path may be longer than an id of a button.</summary>
    public static string KeyOf(StepPath step) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(step.ToString())))[..KeyLength];

    public static bool TryParse(string? text, out ButtonId button)
    {
        button = new ButtonId(default(Reaction));
        var parts = (text ?? "").Split(':');
        if (parts is not [Prefix, _, ..] || !Enum.TryParse<Reaction>(parts[1], out var reaction) || !Enum.IsDefined(reaction) || reaction.ToString() != parts[1]) return false;
        ButtonStep? step = null;
        if (parts.Length > 2 && !ButtonStep.TryParse(parts.AsSpan(2), out step)) return false;
        button = new ButtonId(reaction, step);
        return true;
    }

    public override string ToString() => Step is null ? $"{Prefix}:{Reaction}" : $"{Prefix}:{Reaction}:{Step}";
}
