using Nightshift.Chat.Commands;
using Nightshift.Chat.Commands.Deciding;
using Nightshift.Chat.People;
using Nightshift.Runs;

namespace Nightshift.Chat.Service;

public sealed partial class ChatService
{
    private const string RejectedByReaction = "rejected by reaction";

    private readonly TakenInteractions _interactions = new();

    /// <summary>A reaction where nobody can press again in another's name: the command line.</summary>
    public Task<Answer> ReactAsync(PersonId who, RunId run, Reaction reaction, string planHash, CancellationToken cancellationToken) =>
        ReactAsync(who, run, new ReactionPress(reaction, planHash), cancellationToken);

    /// <summary>
    /// A reaction on a run's message means the command of the same name. What strangers, bots and people without the right press, and what is pressed a second
    /// time, is answered to them alone, has no effect, and is recorded.
    /// </summary>
    public Task<Answer> ReactAsync(PersonId who, RunId run, ReactionPress press, CancellationToken cancellationToken) =>
        ReactAsync(who, people.Find(who), run, press, cancellationToken);

    /// <summary>Pressed by somebody with the roles that they have at this moment, also where a channel gave some of them.</summary>
    public Task<Answer> ReactAsync(Person who, RunId run, ReactionPress press, CancellationToken cancellationToken) =>
        ReactAsync(who.Id, who, run, press, cancellationToken);

    private async Task<Answer> ReactAsync(PersonId who, Person? presser, RunId run, ReactionPress press, CancellationToken cancellationToken)
    {
        var command = press.Reaction.CommandWord();
        RunView? view = null;
        try
        {
            if (presser is not { } person) return await RefuseAsync(who, run, press, $"'{who}' is not among the configured people", cancellationToken);
            view = await runs.FindAsync(run, cancellationToken);
            if (view is null) return Answer.No($"there is no run {run}");
            NotAllowedException.ThrowUnless(people, person, new Permission(command, view.Summary.Cluster, "cluster"), run);
            if (press.Interaction is { } interaction && !_interactions.Take(interaction))
                throw new NotAllowedException($"this very {command} was taken already; press again", view.Summary.Cluster, run);
            return await GiveAsync(person, view, press, cancellationToken);
        }
        catch (NotAllowedException refused)
        {
            await _refusals.OfReactionAsync(who, run, view, command, refused.Message, cancellationToken);
            return Answer.No(refused.Message);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.CommandFailed($"{command} {run}", who.Value, exception);
            return FaultAnswers.Of(command, run);
        }
    }

    /// <summary>For a channel that finds a press to be none: it is answered and recorded like one that may not be, and has no effect.</summary>
    public async Task<Answer> RefuseAsync(PersonId who, RunId run, ReactionPress press, string reason, CancellationToken cancellationToken)
    {
        var command = press.Reaction.CommandWord();
        RunView? view = null;
        try
        {
            view = await runs.FindAsync(run, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.CommandFailed($"{command} {run}", who.Value, exception);
        }

        await _refusals.OfReactionAsync(who, run, view, command, reason, cancellationToken);
        return Answer.No(reason);
    }

    private Task<Answer> GiveAsync(Person person, RunView view, ReactionPress press, CancellationToken cancellationToken)
    {
        var (run, who) = (view.Summary.Id, person.Id);
        if (press.Reaction is Reaction.Withdraw or Reaction.Reject) ThrowIfOfAnotherPlan(view, press);
        return press.Reaction switch
        {
            Reaction.Approve => new Approving(runs, people).ApproveAsync(view, person, press.PlanHash, cancellationToken),
            Reaction.Withdraw => runs.WithdrawAsync(run, who, cancellationToken),
            Reaction.Reject => runs.RejectAsync(run, who, string.IsNullOrWhiteSpace(press.Reason) ? RejectedByReaction : press.Reason.Trim(), cancellationToken),
            Reaction.Retry => runs.DecideAsync(run, who, Decision.Retry, press.Step, cancellationToken),
            Reaction.Skip => runs.DecideAsync(run, who, Decision.Skip, press.Step, cancellationToken),
            Reaction.Abort => runs.AbortAsync(run, who, now: false, cancellationToken),
            Reaction.AbortNow => runs.AbortAsync(run, who, now: true, cancellationToken),
            Reaction.Pause or Reaction.PauseNow => runs.PauseAsync(run, who, press.Reaction == Reaction.PauseNow, null, cancellationToken),
            Reaction.Resume => runs.ResumeAsync(run, who, anyway: false, cancellationToken),
            _ when press.Reaction.Choice() is { } choice => AnswerAsync(view, who, choice, press.Step, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(press), press.Reaction, "not a reaction"),
        };
    }

    private async Task<Answer> AnswerAsync(RunView run, PersonId who, int choice, StepPath? step, CancellationToken cancellationToken)
    {
        var asking = run.Steps.Where(asked => asked.Choices.Count > 0 && (step is null || asked.Path == step)).ToList();
        return asking is [var asked] && choice < asked.Choices.Count
            ? await runs.AnswerAsync(run.Summary.Id, who, asked.Choices[choice], asked.Path, cancellationToken)
            : Answer.No(asking.Count > 1 ? $"run {run.Summary.Id} asks several questions; /answer {run.Summary.Id} names one" : $"run {run.Summary.Id} asks no question with such an answer");
    }

    /// <summary>The runs see to approvals themselves; these two name no plan to them.</summary>
    private static void ThrowIfOfAnotherPlan(RunView view, ReactionPress press)
    {
        if (view.IsAsked(press.PlanHash)) return;
        var what = press.Reaction == Reaction.Withdraw ? "a withdrawal" : "a rejection";
        throw new NotAllowedException(
            $"this is {what} of another plan than the one that run {view.Summary.Id} has now; look at it and answer that one", view.Summary.Cluster, view.Summary.Id);
    }
}
