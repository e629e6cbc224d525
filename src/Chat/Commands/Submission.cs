using Nightshift.Chat.People;
using Nightshift.Chat.Rendering;
using Nightshift.Chat.Service;
using Nightshift.Runs;

namespace Nightshift.Chat.Commands;

/// <summary>Hands a request and its plan over to the runs, with the approvals that the plan needs.</summary>
public sealed class Submission(IRuns runs, ApprovalPolicies policies, PeopleDirectory people, BreakGlass glass, SecretMask mask)
{
    public BreakGlass Glass => glass;

    /// <summary>Takes secrets out of the command that a run keeps.</summary>
    public SecretMask Mask => mask;

    public Task<Plan> PlanAsync(RunRequest request, CancellationToken cancellationToken) => runs.PlanAsync(request, cancellationToken);

    /// <summary>Broken glass asks for nobody, whatever the tier; everything else by cluster and tier.</summary>
    public ApprovalPolicy PolicyOf(RunRequest request, Plan plan)
    {
        var usual = policies.For(plan.Cluster, plan.Tier);
        return request.BreakGlass is null ? usual : new ApprovalPolicy(0, usual.ValidFor);
    }

    /// <exception cref="CommandRefusedException">Nobody could ever approve it.</exception>
    public async Task<RunId> SubmitAsync(RunRequest request, Plan plan, CancellationToken cancellationToken)
    {
        var policy = PolicyOf(request, plan);
        var could = people.Approvers(plan.Cluster, policy.Role, request.RequestedBy);
        if (could.Count < policy.Approvers) throw new CommandRefusedException(Impossible(plan, policy, could));
        if (request.BreakGlass is not null) await glass.RecordAsync(request, plan, cancellationToken);
        return await runs.SubmitAsync(request, plan, policy, cancellationToken);
    }

    private static string Impossible(Plan plan, ApprovalPolicy policy, IReadOnlyList<Person> could) =>
        $"this could never start: on {plan.Cluster} a plan of {plan.Tier.ToString().ToLowerInvariant()} risk {ApprovalRendering.WouldNeed(policy)}, and "
        + (could.Count == 0 ? "nobody besides you could give one" : $"besides you only {string.Join(", ", could.Select(person => person.Id))} could give one");
}
