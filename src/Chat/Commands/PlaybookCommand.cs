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
    private readonly CommandComponents _components = new(playbook.Descriptor);

    public override string Words => playbook.Descriptor.Command;

    public override string Summary => playbook.Descriptor.Summary;

    public override string Usage => playbook.Descriptor.Usage[(Words.Length + 1)..].Trim();

    public override IReadOnlyList<(string Option, string Help)> Options =>
        [.. playbook.Descriptor.Options.Select(option => ($"--{option.Name}", option.Help)), (BreakGlassOption.Name, BreakGlassOption.Help)];

    public override IReadOnlyList<CommandParameter> Parameters => PlaybookParameters.Of(playbook.Descriptor);

    /// <summary>What ends in the kind of database is understood without it, where nothing else begins with the same word.</summary>
    public override string? Short => _words.Length == 2 && _words[1] == playbook.Descriptor.Kind ? _words[0] : null;

    public override Permission Visible => new(_words[0], null, _components.All is [var only] ? only : null);

    public override string? MissingKind => choice.Has(playbook.Descriptor.Kind) ? null : playbook.Descriptor.Kind;

    /// <summary>Binds, asks for the right, and plans; what <c>/plan</c> shows and a submission starts with.</summary>
    /// <exception cref="CommandRefusedException">Wrong options, or not for this person.</exception>
    public async Task<(RunRequest Request, Plan Plan)> PlanAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var (named, others) = OnOption.Take(invocation.Arguments);
        var cluster = choice.ChooseFor(invocation.Person, _words[0], _components.All, named, playbook.Descriptor.Kind);
        if (BreakGlassOption.IsIn(others))
            foreach (var component in _components.All) submission.Glass.ThrowUnlessAllowed(invocation.Person, cluster.Name, component);
        var (reason, arguments) = BreakGlassOption.Take(others);
        var bound = await PlaybookBinder.BindAsync(playbook.Descriptor, arguments, cluster, cancellationToken);
        if (bound.Options is null) throw new CommandRefusedException(string.Join('\n', bound.Faults));
        foreach (var component in _components.TouchedBy(bound.Options))
            NotAllowedException.ThrowUnless(people, invocation.Person, new Permission(_words[0], cluster.Name, component));
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
        if (arguments is [.., OnOption.Name, var begun]) return choice.Complete(person, _words[0], begun, _components.All, playbook.Descriptor.Kind);
        if (arguments is [.., BreakGlassOption.Name, _]) return [];
        var (named, typed) = OnOption.Take([.. arguments.SkipLast(1)]);
        var cluster = choice.Only(playbook.Descriptor.Kind, named);
        if (cluster is null || !_components.All.Any(component => people.May(person, new Permission(_words[0], cluster.Name, component)))) return [];
        var (broken, before) = BreakGlassOption.Split(typed);
        var last = arguments.LastOrDefault("");
        var next = await PlaybookCompletion.OfAsync(playbook.Descriptor, cluster, [.. before, last], cancellationToken);
        var offers = broken is null && last.StartsWith('-') && BreakGlassOption.Name.StartsWith(last, StringComparison.Ordinal)
            && _components.All.All(component => submission.Glass.MayBreak(person, cluster.Name, component));
        return offers ? [.. next, new Completion(BreakGlassOption.Name, BreakGlassOption.Help)] : next;
    }
}
