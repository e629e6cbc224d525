using Nightshift.Chat.Discord.Texts;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Runs;

/// <summary>A failed step, or a question of the playbook, that waits for people.</summary>
internal static class AskMessage
{
    private const int MostChoices = 5;

    public static bool IsAsking(StepView step) => step.State == StepState.AwaitingDecision || (step.State == StepState.Running && step.Choices.Count > 0);

    public static DiscordMessage Of(RunView run, StepView step, RunTexts texts)
    {
        var id = run.Summary.Id;
        var sheet = new EmbedSheet(texts, step.Choices.Count > 0 ? texts.Question(id) : texts.FailedStep(id), texts.Run(id)).Describe(Lines(run, step, texts));
        return new DiscordMessage("") { Embeds = [sheet.Done(Colors.Of(RunState.AwaitingDecision))], Buttons = RunButtons.Of(step, texts) };
    }

    /// <summary>The same, with what became of it and nothing left to press.</summary>
    public static DiscordMessage Decided(DiscordMessage asked, StepView? step, RunTexts texts)
    {
        if (asked.Embeds is not [var embed, ..]) return asked; // Discord did not take it as it was
        var how = texts.Decided(step is null ? "" : texts.Of(step.State));
        return RunButtons.Disabled(asked) with { Embeds = [embed with { Description = $"{embed.Description}\n**{how}**" }] };
    }

    private static IEnumerable<string> Lines(RunView run, StepView step, RunTexts texts)
    {
        yield return $"**{Escaping.Text(step.Description, 500)}**";
        yield return Escaping.Code(step.Path.Value, 300);
        if (step.Choices.Count == 0 && step.Attempts.Count > 0 && step.Attempts[^1].Error is { } error) yield return Escaping.Text(error, 1500);
        var decision = texts.Of(step.DefaultDecision);
        yield return step.AskedUntil is { } until ? texts.IfNobodyAnswers(Stamps.Ago(until), decision) : texts.ClockStands(decision);
        if (step.Choices.Count > MostChoices) yield return texts.OrAnswer(run.Summary.Id, Escaping.Text(string.Join(", ", step.Choices.Skip(MostChoices)), 500));
    }
}
