using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Texts;

/// <summary>The fixed texts of messages about runs, side by side in the languages that a channel may have. What playbooks and clusters say stays as they say it.</summary>
internal sealed partial class RunTexts
{
    private readonly bool _isChinese;

    private RunTexts(bool isChinese) => _isChinese = isChinese;

    public static RunTexts English { get; } = new(false);

    public static RunTexts Chinese { get; } = new(true);

    /// <param name="language"><c>en</c>, <c>zh-CN</c>; English for what is not known.</param>
    public static RunTexts Of(string? language) => language?.StartsWith("zh", StringComparison.OrdinalIgnoreCase) == true ? Chinese : English;

    public string Run(RunId run) => Say($"Run {run}", $"任务 {run}");

    public string PlanOf(RunId run) => Say($"Plan for run {run}", $"任务 {run} 的执行计划");

    public string ChangeOf(RunId run) => Say($"Run {run}: the cluster changed", $"任务 {run}：集群已变化");

    public string ReportOf(RunId run) => Say($"Report of run {run}", $"任务 {run} 的结束报告");

    public string FailedStep(RunId run) => Say($"Run {run}: a step failed", $"任务 {run}：步骤失败");

    public string Question(RunId run) => Say($"Run {run} asks", $"任务 {run} 提问");

    public string AskedBy(string person, string cluster) => Say($"asked by {person} on {cluster}", $"{person} 请求，集群 {cluster}");

    public string Needs(int approvers, string? role) => Say(
        $"needs {approvers} {(approvers == 1 ? "approval" : "approvals")}{(role is null ? "" : $" by role {role}")}",
        $"需要 {approvers} 人批准{(role is null ? "" : $"（角色 {role}）")}");

    public string NeedsNobody => Say("needs nobody's approval", "无需批准");

    public string NotTheRequester => Say("not by the requester", "申请人本人不能批准");

    public string Until(string time) => Say($"until {time}", $"有效期至 {time}");

    public string BreakGlass(string person) => Say($"BREAK GLASS BY {person}: NOBODY WAS ASKED", $"{person} 紧急执行：未经任何人批准");

    public string StandsUntilConfirmed => Say("the run stands before a node until this change is confirmed:", "任务在节点前停住，等待确认以下变化：");

    public string AnotherPlan => Say("another plan than the one before; what was approved does not count for it:", "与之前的计划不同，之前的批准不再有效：");

    public string GoesOnIn(string link) => Say($"goes on here: {link}", $"后续进度见：{link}");

    public string AndMore(int more) => Say($"… and {more} more", $"……另有 {more} 项");

    public string EarlierDone(int steps) => Say($"✓ {steps} earlier steps", $"✓ 之前 {steps} 个步骤已完成");

    public string ToCome(int steps) => Say($"{steps} more to come", $"还有 {steps} 个步骤");

    public string Steps(int done, int all, int percent) => Say($"{done} of {all} steps · {percent} %", $"{done}/{all} 个步骤 · {percent} %");

    public string Elapsed(string span, string since) => Say($"elapsed {span} (began {since})", $"已用 {span}（开始于 {since}）");

    public string Expected(string span) => Say($"expected about {span} in all", $"预计共需约 {span}");

    public string Since(string time) => Say($"since {time}", $"自 {time}");

    public string Took(string span) => Say($"took {span}", $"用时 {span}");

    public string IfNobodyAnswers(string time, string decision) => Say($"if nobody answers {time}: {decision}", $"若 {time} 仍无人回答：{decision}");

    public string ClockStands(string decision) => Say($"the time to decide stands still until /resume; then: {decision}", $"决定时限已暂停，/resume 后继续；届时：{decision}");

    public string OrAnswer(RunId run, string choices) => Say($"or /answer {run} with: {choices}", $"或用 /answer {run} 回答：{choices}");

    public string Decided(string how) => Say($"decided; {how}", $"已决定；{how}");

    public string SeeFile => Say("the whole of it in the file", "完整内容见附件");

    public string PausedBy(string person) => Say($"paused by {person}", $"{person} 已暂停");

    public string GuardViolated(string name) => Say($"guard {name}", $"守护条件 {name}");

    public string ToBeConfirmed(int given, int needed) => Say($"the change is to be confirmed ({given} of {needed})", $"变化待确认（{given}/{needed}）");

    public string Given(int given, int needed, string people) => Say(
        $"{given} of {needed} approvals{(people.Length > 0 ? $", by {people}" : "")}", $"已有 {given}/{needed} 人批准{(people.Length > 0 ? $"：{people}" : "")}");

    public string Goes(string from, string to) => Say($"{from} → {to}, put back at the end", $"{from} → {to}，结束时恢复");

    public string Held(string setting, string value, string before) => Say($"{setting} is {value}, was {before}", $"{setting} 现为 {value}，原为 {before}");

    public string ByHand => Say("by hand", "手动执行");

    public static string Link(string what, string url) => $"[{what}]({url})";

    private string Say(string english, string chinese) => _isChinese ? chinese : english;
}
