using Nightshift.Chat.Commands.Deciding;
using Nightshift.Chat.Commands.Reading;
using Nightshift.Chat.People;
using Nightshift.Chat.Service;
using Nightshift.Runs;

namespace Nightshift.Chat.Commands;

/// <summary>The commands that are not playbooks: reading, and speaking to runs.</summary>
public sealed class BuiltInCommands(IRuns runs, ClusterChoice choice, PeopleDirectory people) : ICommandSource
{
    /// <summary>First words that no playbook may take.</summary>
    public static IReadOnlyList<string> ReservedWords { get; } =
        ["status", "tables", "ops", "check", "holds", "runs", "run", "whoami", "approve", "withdraw", "reject", "abort", "retry", "skip", "help", "plan"];

    private readonly IReadOnlyList<ChatCommand> _commands =
    [
        new StatusCommand(choice),
        new TablesCommand(choice),
        new OperationsCommand(choice),
        new CheckCommand(choice),
        new HoldsCommand(choice, runs),
        new RunsCommand(runs, people),
        new RunCommand(runs, people),
        new WhoAmICommand(),
        new ApproveCommand(runs, people),
        new WithdrawCommand(runs, people),
        new RejectCommand(runs, people),
        new AbortCommand(runs, people),
        new DecideCommand(runs, people, Decision.Retry),
        new DecideCommand(runs, people, Decision.Skip),
    ];

    public Task<IReadOnlyList<ChatCommand>> CommandsAsync(CancellationToken cancellationToken) => Task.FromResult(_commands);
}
