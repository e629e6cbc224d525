using Nightshift.Chat.People;
using Nightshift.Chat.Replies;
using Nightshift.Playbooks;
using Nightshift.Runs;

namespace Nightshift.Chat.Commands;

/// <summary>
/// A playbook as a command: bind, ask for the right, plan on the live cluster, submit. A plan with obstacles is shown and never submitted.
/// <c>--on NAME</c> says which cluster where there are several; <c>--break-glass "reason"</c> goes without approvals.
/// </summary>
internal sealed class PlaybookCommand(Playbook playbook, ClusterChoice choice, PeopleDirectory people, Submission submission) : ChatCommand
{
    private readonly string[] _words = playbook.Descriptor.Command.Split(' ');

    public override string Words => playbook.Descriptor.Command;

    public override string Summary => playbook.Descriptor.Summary;

    public override string Usage => playbook.Descriptor.Usage[(Words.Length + 1)..].Trim();

    public override IReadOnlyList<(string Option, string Help)> Options =>
        [.. playbook.Descriptor.Options.Select(option => ($"--{option.Name}", option.Help)), (BreakGlassOption.Name, BreakGlassOption.Help)];

    public override Permission Visible => new(_words[0], null, Component);

    private string Component => _words.Length > 1 && _words[1] != playbook.Descriptor.Kind ? _words[1] : "cluster";

    /// <summary>Binds, asks for the right, and plans; what <c>/plan</c> shows and a submission starts with.</summary>
    /// <exception cref="CommandRefusedException">Wrong options, or not for this person.</exception>
    public async Task<(RunRequest Request, Plan Plan)> PlanAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var (named, others) = OnOption.Take(invocation.Arguments);
        var cluster = choice.Choose(invocation.Person, _words[0], Component, named, playbook.Descriptor.Kind);
        if (BreakGlassOption.IsIn(others)) submission.Glass.ThrowUnlessAllowed(invocation.Person, cluster.Name, Component);
        var (reason, arguments) = BreakGlassOption.Take(others);
        var bound = await PlaybookBinder.BindAsync(playbook.Descriptor, arguments, cluster, cancellationToken);
        if (bound.Options is null) throw new CommandRefusedException(string.Join('\n', bound.Faults));
        var request = new RunRequest(
            cluster.Name, submission.Mask.Mask(invocation.Command.Text), playbook.Descriptor.Path, bound.Options, playbook.Sources, invocation.Person.Id, invocation.Channel,
            reason is null ? null : submission.Mask.Mask(reason));
        return (request, await submission.PlanAsync(request, cancellationToken));
    }

    public ApprovalPolicy PolicyOf(RunRequest request, Plan plan) => submission.PolicyOf(request, plan);

    public override async Task<Reply> HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var (request, plan) = await PlanAsync(invocation, cancellationToken);
        if (plan.Obstacles.Count > 0) return new Reply.PlanOnly(plan);
        return new Reply.Run(await submission.SubmitAsync(request, plan, cancellationToken));
    }

    public override async Task<IReadOnlyList<Completion>> CompleteAsync(Person person, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        if (arguments is [.., OnOption.Name, var begun]) return choice.Complete(person, _words[0], begun, Component, playbook.Descriptor.Kind);
        if (arguments is [.., BreakGlassOption.Name, _]) return [];
        var (named, typed) = OnOption.Take([.. arguments.SkipLast(1)]);
        var cluster = choice.Only(playbook.Descriptor.Kind, named);
        if (cluster is null || !people.May(person, new Permission(_words[0], cluster.Name, Component))) return [];
        var (broken, before) = BreakGlassOption.Split(typed);
        var last = arguments.LastOrDefault("");
        var next = await PlaybookCompletion.OfAsync(playbook.Descriptor, cluster, [.. before, last], cancellationToken);
        var offers = broken is null && last.StartsWith('-') && BreakGlassOption.Name.StartsWith(last, StringComparison.Ordinal)
            && submission.Glass.MayBreak(person, cluster.Name, Component);
        return offers ? [.. next, new Completion(BreakGlassOption.Name, BreakGlassOption.Help)] : next;
    }
}
