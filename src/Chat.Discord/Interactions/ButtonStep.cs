using System.Globalization;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Interactions;

/// <summary>The step that a button asks about, and which failure of it: <c>1f3a…:2</c>.</summary>
/// <param name="Key">See <see cref="ButtonId.KeyOf"/>.</param>
/// <param name="Attempt">How many attempts there were when it was asked; the message's name in the outbox ends alike.</param>
internal sealed record ButtonStep(string Key, int Attempt)
{
    public static ButtonStep Of(StepView step) => new(ButtonId.KeyOf(step.Path), step.Attempts.Count);

    public static bool TryParse(ReadOnlySpan<string> parts, out ButtonStep? step)
    {
        step = null;
        if (parts is not [{ Length: ButtonId.KeyLength } key, var count] || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var attempt)) return false;
        step = new ButtonStep(key, attempt);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Key}:{Attempt}");
}
