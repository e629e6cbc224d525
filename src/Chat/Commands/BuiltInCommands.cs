using Nightshift.Chat.Commands.Deciding;
using Nightshift.Chat.Commands.Locks;
using Nightshift.Chat.Commands.Reading;
using Nightshift.Chat.People;
using Nightshift.Chat.Service;
using Nightshift.Runs;

namespace Nightshift.Chat.Commands;

/// <summary>The commands that are not playbooks: reading, and speaking to runs.</summary>
public sealed class BuiltInCommands(IRuns runs, ClusterChoice choice, PeopleDirectory people, IClusterLocks locks, IAudit audit, SecretMask mask) : ICommandSource
{
    /// <summary>First words that no playbook may take: those of commands, and those that are rights of their own.</summary>
    public static IReadOnlyList<string> ReservedWords { get; } =
    [
        "status", "tables", "replicas", "ops", "check", "runs", "run", "whoami", "who-can", "approve", "withdraw", "reject", "abort", "retry", "skip", "help", "plan",
        "pause", "resume", "answer", "lock", "unlock", "audit", "holds", "link", "unlink", Permission.BreakGlass,
    ];

    private readonly IReadOnlyList<ChatCommand> _commands =
    [
        new StatusCommand(choice, runs, locks),
        new TablesCommand(choice),
        new ReplicasCommand(choice),
        new OperationsCommand(choice),
        new CheckCommand(choice),
        new HoldsCommand(choice, runs),
        new RunsCommand(runs, people),
        new RunCommand(runs, audit, people),
        new AuditCommand(audit, people),
        new WhoAmICommand(people),
        new LockCommand(locks, choice, mask),
        new UnlockCommand(locks, choice),
        new ApproveCommand(runs, people),
        new WithdrawCommand(runs, people),
        new RejectCommand(runs, people),
        new PauseCommand(runs, people),
        new ResumeCommand(runs, people),
        new AbortCommand(runs, people),
        new AnswerCommand(runs, people),
        new DecideCommand(runs, people, Decision.Retry),
        new DecideCommand(runs, people, Decision.Skip),
    ];

    public Task<IReadOnlyList<ChatCommand>> CommandsAsync(CancellationToken cancellationToken) => Task.FromResult(_commands);
}
