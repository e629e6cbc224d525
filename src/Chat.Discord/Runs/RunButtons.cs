using Nightshift.Chat.Discord.Interactions;
using Nightshift.Chat.Discord.Texts;
using Nightshift.Chat.Service;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Runs;

/// <summary>Which buttons have a meaning for a run as it stands.</summary>
internal static class RunButtons
{
    private const int LongestLabel = 80;
    private const int MostChoices = 5;

    /// <summary>What can be said to the plan, or the change, that is asked about.</summary>
    public static IReadOnlyList<Reaction> Consents(RunView run) => run.Summary.State switch
    {
        RunState.AwaitingApproval => [Reaction.Approve, Reaction.Withdraw, Reaction.Reject],
        RunState.Queued => [Reaction.Approve, Reaction.Withdraw, Reaction.Reject],
        RunState.Paused when run.ConfirmHash is not null => [Reaction.Approve, Reaction.Withdraw],
        _ => [],
    };

    /// <summary>Under the progress message. Who wants to abort at once types it.</summary>
    public static IReadOnlyList<Reaction> Of(RunView run) => run.Summary.State switch
    {
        RunState.AwaitingApproval or RunState.Queued => [Reaction.Abort],
        RunState.Running => [run.Pause is null ? Reaction.Pause : Reaction.Resume, Reaction.Abort],
        RunState.Paused when run.Pause is null => [Reaction.Pause, Reaction.Abort],
        RunState.Paused when run.Drifts.Count > 0 => [Reaction.Abort],
        RunState.Paused => [Reaction.Resume, Reaction.Abort],
        RunState.AwaitingDecision => [run.Pause is null ? Reaction.Pause : Reaction.Resume],
        _ => [],
    };

    /// <summary>Under a failed step, or a question.</summary>
    public static IReadOnlyList<IReadOnlyList<DiscordButton>> Of(StepView step, RunTexts texts)
    {
        var key = ButtonStep.Of(step);
        var abort = Button(Reaction.Abort, texts, key);
        if (step.Choices.Count == 0) return [[Button(Reaction.Retry, texts, key), .. step.MaySkip ? [Button(Reaction.Skip, texts, key)] : Array.Empty<DiscordButton>(), abort]];
        var choices = step.Choices.Take(MostChoices).Select((choice, at) =>
            new DiscordButton(new ButtonId(Reaction.Answer1 + at, key).ToString(), Escaping.Plain(choice, LongestLabel), DiscordButtonStyle.Primary));
        return [[.. choices], [abort]];
    }

    public static IReadOnlyList<IReadOnlyList<DiscordButton>> Row(IReadOnlyList<Reaction> reactions, RunTexts texts) =>
        reactions.Count == 0 ? [] : [[.. reactions.Select(reaction => Button(reaction, texts, null))]];

    /// <summary>The same message, and nothing more can be pressed.</summary>
    public static DiscordMessage Disabled(DiscordMessage message) => message with { Buttons = [.. message.Buttons.Select(row => (IReadOnlyList<DiscordButton>)[.. row.Select(button => button with { IsDisabled = true })])] };

    public static bool IsDisabled(DiscordMessage message) => message.Buttons.All(row => row.All(button => button.IsDisabled));

    private static DiscordButton Button(Reaction reaction, RunTexts texts, ButtonStep? step) => new(
        new ButtonId(reaction, step).ToString(),
        texts.Label(reaction),
        reaction switch
        {
            Reaction.Approve or Reaction.Resume => DiscordButtonStyle.Success,
            Reaction.Retry => DiscordButtonStyle.Primary,
            Reaction.Reject or Reaction.Abort => DiscordButtonStyle.Danger,
            _ => DiscordButtonStyle.Secondary,
        });
}
