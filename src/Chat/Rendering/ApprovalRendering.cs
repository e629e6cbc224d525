using Nightshift.Runs;

namespace Nightshift.Chat.Rendering;

/// <summary>Whose approval a plan needs, as a sentence.</summary>
public static class ApprovalRendering
{
    /// <summary><c>needs 2 approvals by role oncall, not by the requester, until 2026-03-01 10:00:00 UTC (1 given by lena)</c>.</summary>
    public static string Needs(RunView run)
    {
        if (run.ApproversNeeded == 0) return "needs nobody's approval";
        var until = run.ValidUntil is { } time ? $", until {Quantities.Time(time)} UTC" : "";
        var given = run.Approvals.Count == 0 ? "" : $" ({run.Approvals.Count} given, by {string.Join(", ", run.Approvals.Select(approval => approval.Person))})";
        return $"needs {Count(run.ApproversNeeded)}{By(run.Policy)}{until}{given}";
    }

    /// <summary>The same for a plan that was not submitted.</summary>
    public static string WouldNeed(ApprovalPolicy policy) =>
        policy.Approvers == 0 ? "would need nobody's approval" : $"would need {Count(policy.Approvers)}{By(policy)}, within {Quantities.Span(policy.ValidFor)}";

    /// <summary><c>2 approvals</c>.</summary>
    public static string Count(int approvers) => approvers == 1 ? "1 approval" : $"{approvers} approvals";

    /// <summary>Where the policy asks for nobody and the plan drifted, the one who asked may confirm it.</summary>
    private static string By(ApprovalPolicy policy) =>
        $"{(policy.Role is { } role ? $" by role {role}" : "")}{(policy.Approvers > 0 ? ", not by the requester" : "")}";
}
