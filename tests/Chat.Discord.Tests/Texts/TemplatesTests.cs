using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Chat.Discord.Tests.Team;
using Nightshift.Chat.Discord.Texts;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Tests.Texts;

public sealed partial class TemplatesTests
{
    private readonly Translations _texts = new("nowhere", NullLogger<Translations>.Instance);

    [Theory]
    [InlineData("lena approved run 12; it starts when its cluster is free", "lena 批准了任务 12；集群空闲后即开始")]
    [InlineData("lena approved run 12; 2 more approvals are needed", "lena 批准了任务 12；还需要 2 个批准")]
    [InlineData("run 7 has succeeded; it is not paused", "任务 7 已成功；它没有暂停")]
    [InlineData("run 7 pauses at its next safe point, until /resume 7", "任务 7 在下一个安全点暂停，直到 /resume 7")]
    [InlineData("goes on without 'tablet a:1/start'", "跳过“tablet a:1/start”继续")]
    [InlineData("olga may not approve on prod; these may: lena, tom", "olga 无权执行 approve on prod；有权的人：lena, tom")]
    [InlineData("olga asked for run 3; somebody else has to approve it; these could: lena", "任务 3 是 olga 请求的；必须由其他人批准；可以批准的人：lena")]
    [InlineData("there is no run 9; /runs lists them\nrun 9 is paused", "没有任务 9；/runs 列出全部\n任务 9 已暂停")]
    public void Answer_KnownForms_AreChinese(string english, string chinese)
    {
        Assert.Equal(chinese, _texts.Answer("zh-CN", english));
        Assert.Equal(english, _texts.Answer("en-US", english));
    }

    [Theory]
    [InlineData("a tablet may not be alone")]
    [InlineData("")]
    [InlineData("; ")]
    [InlineData("任务 12 已暂停；还好")]
    [InlineData("{0} {1} {99}")]
    public void Answer_UnknownForms_StayAsTheyAre(string text) => Assert.Equal(text, _texts.Answer("zh-CN", text));

    [Fact]
    public void Answer_ClauseWithoutAForm_StaysBesideTheOthers() =>
        Assert.Equal("任务 7 已暂停；n1 is odd", _texts.Answer("zh-CN", "run 7 is paused; n1 is odd"));

    [Theory]
    [InlineData("run {0} is paused")]
    [InlineData("cluster {0} is free again")]
    [InlineData("run {0} asks several questions")]
    public void Answer_HostileValue_GoesOverAsItIsAndSoon(string form)
    {
        var value = string.Concat(Enumerable.Repeat("run 1 is {0} {7} $1 \\k<p0> ", 12));

        Assert.Contains(value.Trim(), _texts.Answer("zh", form.Replace("{0}", value.Trim(), StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(100_000, _texts.Answer("zh", new string('x', 100_000)).Length);
    }

    [Fact]
    public void Texts_All_NameNoPartThatTheirEnglishHasNot() => Assert.All(_texts.Own, text =>
        Assert.Subset(Part().Matches(text.Key).Select(part => part.Value).ToHashSet(), Part().Matches(text.Value).Select(part => part.Value).ToHashSet()));

    [Fact]
    public async Task Press_OfSomebodyWhoReadsChinese_IsAnsweredInChinese()
    {
        await using var box = await TeamBox.StartAsync(approvers: 2);
        var (run, plan) = await box.AskAsync();

        var given = await box.Lena.Press(plan, "press:Approve").AnsweredAsync();
        var again = await box.Lena.Press(plan, "press:Approve").AnsweredAsync();
        var english = await box.Tom.Press(plan, "press:Approve").AnsweredAsync();

        Assert.Contains($"lena 批准了任务 {run.Summary.Id}；还需要 1 个批准", given.Content, StringComparison.Ordinal);
        Assert.Contains($"lena 已经批准过任务 {run.Summary.Id}", again.Content, StringComparison.Ordinal);
        Assert.Contains($"tom approved run {run.Summary.Id}", english.Content, StringComparison.Ordinal);
        await box.UntilAsync(run.Summary.Id, view => view.Summary.State == RunState.Succeeded);
    }

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Part();
}
