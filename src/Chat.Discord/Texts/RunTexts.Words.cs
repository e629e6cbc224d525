using Nightshift.Chat.Rendering;
using Nightshift.Chat.Service;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Texts;

/// <summary>Headings, states, buttons.</summary>
internal sealed partial class RunTexts
{
    public string Hash => Say("Hash of the plan", "计划哈希");

    public string Stake => Say("At stake", "影响");

    public string Risks => Say("Risks", "风险");

    public string Obstacles => Say("Cannot be done", "无法执行");

    public string Holds => Say("Settings held meanwhile", "期间保持的设置");

    public string Digests => Say("Digests", "摘要");

    public string StepsHeading => Say("Steps", "步骤");

    public string Waits => Say("What it waits for", "等待原因");

    public string Time => Say("Time", "时间");

    public string Said => Say("Said", "消息");

    public string Plan => Say("plan", "计划");

    public string Details => Say("details", "详情");

    public string Where => Say("Where the time went", "时间去向");

    public string Canary => Say("Canary", "金丝雀探测");

    public string LeftUndone => Say("Left undone; a person has to see to it", "未完成，需要人工处理");

    public string StillHeld => Say("Still held", "仍未恢复的设置");

    public string Retried => Say("it is tried again", "正在重试");

    public string State(RunState state) => _isChinese ? InChinese(state) : StateWords.Of(state);

    public string Tier(RiskTier tier) => tier switch
    {
        RiskTier.Low => Say("low risk", "低风险"),
        RiskTier.Elevated => Say("elevated risk", "较高风险"),
        RiskTier.High => Say("HIGH RISK", "高风险"),
        _ => throw new ArgumentOutOfRangeException(nameof(tier), tier, "a tier without words"),
    };

    public string Of(StepState state) => state switch
    {
        StepState.Running => Retried,
        StepState.Done => Say("done", "已完成"),
        StepState.AwaitingDecision => Say("it failed again", "再次失败"),
        StepState.Skipped => Say("skipped", "已跳过"),
        StepState.Abandoned => Say("given up", "已放弃"),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "a state without words"),
    };

    public string Of(Decision? decision) => decision switch
    {
        Decision.Retry => Label(Reaction.Retry),
        Decision.Skip => Label(Reaction.Skip),
        Decision.Abort => Label(Reaction.Abort),
        _ => Say("it goes on waiting", "继续等待"),
    };

    /// <summary>Of a button.</summary>
    public string Label(Reaction reaction) => reaction switch
    {
        Reaction.Approve => Say("approve", "批准"),
        Reaction.Withdraw => Say("withdraw", "撤回批准"),
        Reaction.Reject => Say("reject", "拒绝"),
        Reaction.Retry => Say("retry", "重试"),
        Reaction.Skip => Say("skip", "跳过"),
        Reaction.Abort => Say("abort", "中止"),
        Reaction.AbortNow => Say("abort now", "立即中止"),
        Reaction.Pause => Say("pause", "暂停"),
        Reaction.PauseNow => Say("pause now", "立即暂停"),
        Reaction.Resume => Say("resume", "继续"),
        _ => throw new ArgumentOutOfRangeException(nameof(reaction), reaction, "a button without a label"),
    };

    /// <summary>The parts of a run's time that were something, in the order in which they are told.</summary>
    public IEnumerable<string> Ledger(RunTimes times) => new (string What, TimeSpan Took)[]
    {
        (Say("in all", "总计"), times.Total),
        (Say("changing the cluster", "变更集群"), times.Effects),
        (Say("waiting for the cluster", "等待集群"), times.Gates),
        (Say("reading the cluster", "读取集群"), times.Observations),
        (Say("waiting for approval", "等待批准"), times.Approval),
        (Say("waiting for the lock", "等待锁"), times.Lock),
        (Say("paused", "暂停"), times.Paused),
        (Say("waiting for decisions", "等待决定"), times.Decisions),
        (Say("interrupted", "中断"), times.Interrupted),
        (Say("our own overhead", "自身开销"), times.Overhead),
    }.Where(part => part.Took > TimeSpan.Zero).Select(part => $"{part.What}: {Quantities.Span(part.Took)}");

    public string Impact(PlanImpact impact)
    {
        if (!_isChinese) return PlanRendering.Impact(impact);
        var parts = new List<string>();
        if (impact.LeadersMoved > 0) parts.Add($"迁移 {impact.LeadersMoved} 个主副本");
        if (impact.ReplicasAdded > 0) parts.Add($"临时增加 {impact.ReplicasAdded} 个副本");
        if (impact.ReplicasAway > 0) parts.Add($"{impact.ReplicasAway} 个副本离线，仍可服务");
        if (impact.PartitionsAway > 0) parts.Add($"{impact.PartitionsAway} 个分区不可服务");
        if (impact.Bytes is { } bytes) parts.Add($"需加载 {Quantities.Bytes(bytes)}");
        return $"{impact.Subject}：{(parts.Count == 0 ? "不受影响" : string.Join("，", parts))}";
    }

    private static string InChinese(RunState state) => state switch
    {
        RunState.Planned => "已计划",
        RunState.AwaitingApproval => "等待批准",
        RunState.Queued => "排队中",
        RunState.Running => "运行中",
        RunState.Paused => "已暂停",
        RunState.AwaitingDecision => "等待决定",
        RunState.Stopping => "正在停止",
        RunState.Succeeded => "成功",
        RunState.Failed => "失败",
        RunState.Stopped => "已中止",
        RunState.Rejected => "已拒绝",
        RunState.Expired => "已过期",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "a state without words"),
    };
}
