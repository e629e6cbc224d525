using Nightshift.Chat.People;
using Nightshift.Chat.Service;
using Nightshift.Runs;

namespace Nightshift.Chat.Commands.Deciding;

/// <summary>An approval, typed or by reaction: by somebody with the role that the policy of the plan asks for, and never by the one who asked.</summary>
internal sealed class Approving(IRuns runs, PeopleDirectory people)
{
    /// <param name="run">As it is now.</param>
    /// <param name="planHash">Of the plan that the person saw.</param>
    /// <exception cref="NotAllowedException">The person has not the role.</exception>
    public async Task<Answer> ApproveAsync(RunView run, Person person, string planHash, CancellationToken cancellationToken)
    {
        var id = run.Summary.Id;
        if (RolesFor(run, planHash).FirstOrDefault(role => !person.Is(role)) is { } lacking)
            throw new NotAllowedException($"{person.Id} may not approve run {id}, which needs the role {lacking}; {Could(run, lacking)}", run.Summary.Cluster, id);
        var answer = await runs.ApproveAsync(id, person.Id, planHash, cancellationToken);
        var isOwn = !answer.Accepted && person.Id == run.Summary.RequestedBy && run.Policy.Approvers > 0 && run.ConfirmHash is not null;
        return isOwn ? Answer.No($"{answer.Sentence}; {Could(run, run.Policy.Role)}") : answer;
    }

    /// <summary>The tier, and with it the role, belong to one plan. An approval of another, which might become the run's this very moment, has to fit all tiers.</summary>
    private static IEnumerable<string> RolesFor(RunView run, string planHash)
    {
        IEnumerable<ApprovalPolicy> policies = run.IsAsked(planHash) ? [run.Policy] : [run.Policy, .. run.Policy.Tiers?.Values ?? []];
        return policies.Select(policy => policy.Role).OfType<string>();
    }

    private string Could(RunView run, string? role)
    {
        var could = people.Approvers(run.Summary.Cluster, role, run.Summary.RequestedBy);
        return could.Count == 0 ? "nobody could, by the configured people" : $"these could: {string.Join(", ", could.Select(person => person.Id))}";
    }
}
