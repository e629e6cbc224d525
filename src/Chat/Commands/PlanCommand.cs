using Nightshift.Chat.Grammar;
using Nightshift.Chat.People;
using Nightshift.Chat.Rendering;
using Nightshift.Chat.Replies;
using Nightshift.Chat.Service;

namespace Nightshift.Chat.Commands;

/// <summary><c>/plan upgrade tablet all …</c>: the plan of another command, without asking anybody to approve it.</summary>
public sealed class PlanCommand(Func<CommandTable> table, PeopleDirectory people) : ChatCommand, ICommandSource
{
    public override string Words => "plan";

    public override string Summary => "What a command would do to the cluster as it is now; changes nothing";

    public override string Usage => "<command>";

    public override IReadOnlyList<CommandParameter> Parameters => [new("command", "the whole command: restart tablet all", ParameterForm.Line) { IsRequired = true }];

    public Task<IReadOnlyList<ChatCommand>> CommandsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ChatCommand>>([this]);

    public override async Task<Reply> HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var planned = Planned(invocation);
        var (command, arguments) = await table().FindAsync(planned, cancellationToken);
        if (command is not PlaybookCommand playbook) throw new CommandRefusedException($"/{command.Words} changes nothing by itself, so there is nothing to plan");
        NotAllowedException.ThrowUnless(people, invocation.Person, playbook.Visible);
        var (request, plan) = await playbook.PlanAsync(invocation with { Command = planned, Arguments = arguments }, cancellationToken);
        return new Reply.PlanOnly(plan, plan.Obstacles.Count > 0 ? null : ApprovalRendering.WouldNeed(playbook.PolicyOf(request, plan)));
    }

    /// <summary>The rest of the line as a command of its own; its words may begin with a slash.</summary>
    private static CommandText Planned(Invocation invocation)
    {
        if (invocation.Arguments.Count == 0) throw new CommandRefusedException("usage: /plan <command>; for example /plan restart tablet all");
        var text = invocation.Command.Text[(invocation.Command.Text.IndexOf("plan", StringComparison.Ordinal) + 4)..].TrimStart();
        return new CommandText(text.StartsWith('/') ? text : $"/{text}", [invocation.Arguments[0].TrimStart('/'), .. invocation.Arguments.Skip(1)]);
    }
}
