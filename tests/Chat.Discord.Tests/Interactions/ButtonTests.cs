using Nightshift.Chat.Discord.Tests.Team;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Tests.Interactions;

public sealed class ButtonTests
{
    [Theory]
    [InlineData("en-US", "a newer message asks about that")]
    [InlineData("zh-CN", "有更新的消息在问")]
    public async Task Decision_OnTheMessageOfAnEarlierFailure_DecidesNothing(string locale, string sentence)
    {
        await using var box = await TeamBox.StartAsync(approvers: 0);
        (box.Fails, box.Olga.Locale) = (true, locale);
        await box.Olga.Type(box.Server.Channel, "/restart tablet endpoint:a:10921").AnsweredAsync();
        var asked = await box.Server.MessageAsync(box.Server.Channel, message => message.Buttons.Any(button => button.Label == "retry"));
        var run = (await box.Runs.ListAsync(1, default)).Single().Id;
        var first = (await box.UntilAsync(run, IsAsking)).Steps[0].Attempts.Count;

        var pressed = box.Olga.Press(asked, "retry");
        await pressed.AnsweredAsync();
        var second = (await box.UntilAsync(run, view => IsAsking(view) && view.Steps[0].Attempts.Count > first)).Steps[0].Attempts.Count;
        var late = await pressed.Forge(_ => { }).AnsweredAsync();

        Assert.Contains(sentence, late.Content, StringComparison.Ordinal);
        var view = (await box.Runs.FindAsync(run, default))!;
        Assert.Equal((RunState.AwaitingDecision, second), (view.Summary.State, view.Steps[0].Attempts.Count));
    }

    private static bool IsAsking(RunView run) => run.Summary.State == RunState.AwaitingDecision;
}
