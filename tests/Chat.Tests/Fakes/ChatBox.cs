using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Chat.Commands;
using Nightshift.Chat.Commands.Reading;
using Nightshift.Chat.People;
using Nightshift.Chat.Replies;
using Nightshift.Chat.Service;
using Nightshift.Clusters;
using Nightshift.Playbooks;
using Nightshift.Runs;
using NSubstitute;

namespace Nightshift.Chat.Tests.Fakes;

/// <summary>The chat service with all of its commands over two clusters and runs that the test answers for.</summary>
internal sealed class ChatBox : ICommandSource
{
    private readonly List<ChatCommand> _playbooks = [];

    public ChatBox(params string[] clusterNames)
    {
        Clusters = [.. (clusterNames.Length == 0 ? ["prod", "test"] : clusterNames).Select(NewCluster)];
        var clusters = Substitute.For<IClusters>();
        clusters.All.Returns(Clusters);
        Choice = new ClusterChoice(clusters, Samples.People);
        Runs.ListAsync(0, default).ReturnsForAnyArgs([]);
        Locks.FindAsync("", default).ReturnsForAnyArgs((ClusterLockView?)null);
        History.HistoryAsync(default, default).ReturnsForAnyArgs((RunHistory?)null);
        Submission = new Submission(
            Runs, new ApprovalPolicies(new ApprovalPolicy(1, TimeSpan.FromHours(8)), []), Samples.People, new BreakGlass(Samples.People, Audit, Mask), Mask);
        Playbook("upgrade tablet", Option("endpoint", OptionType.Nodes, 0), Option("version", OptionType.Release, 1), Option("mon", OptionType.Switch, null));
        Playbook("upgrade", Option("what", OptionType.Text, 0));
        CommandTable? table = null;
        table = new CommandTable(
        [
            new BuiltInCommands(Runs, Choice, Samples.People, Locks, History, Mask), this, new HelpCommand(() => table!, Samples.People), new PlanCommand(() => table!, Samples.People),
            new WhoCanCommand(() => table!, Choice, Samples.People),
        ]);
        Table = table;
        Service = new ChatService(table, Samples.People, Runs, Audit, Mask, NullLogger<ChatService>.Instance);
    }

    public IRuns Runs { get; } = Substitute.For<IRuns>();

    public IClusterLocks Locks { get; } = Substitute.For<IClusterLocks>();

    public IAudit History { get; } = Substitute.For<IAudit>();

    public RecordingAuditLog Audit { get; } = new();

    public SecretMask Mask { get; } = new(["s3cr3t-of-wei"]);

    public Submission Submission { get; }

    public IReadOnlyList<ICluster> Clusters { get; }

    public ICluster Prod => Clusters[0];

    public ClusterChoice Choice { get; }

    public CommandTable Table { get; }

    public ChatService Service { get; }

    public Task<IReadOnlyList<ChatCommand>> CommandsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ChatCommand>>(_playbooks);

    public Task<Reply> Say(string text, string who = "operator") => Service.SayAsync(new PersonId(who), "cli", text, default);

    public async Task<string> Refusal(string text, string who = "operator") => Assert.IsType<Reply.Refusal>(await Say(text, who)).Content;

    public async Task<IEnumerable<string>> Complete(string text, string who = "operator") =>
        (await Service.CompleteAsync(new PersonId(who), text, default)).Select(completion => completion.Text);

    private static PlaybookOption Option(string name, OptionType type, int? position) => new(
        name, char.ToUpperInvariant(name[0]) + name[1..], type, $"the {name}", false, null, true, position, type == OptionType.Nodes ? typeof(INode).FullName : null, []);

    private static ICluster NewCluster(string name)
    {
        var cluster = Substitute.For<ICluster>();
        cluster.Name.Returns(name);
        cluster.Kind.Name.Returns("openmldb");
        cluster.Kind.NodeTypes.Returns([typeof(INode)]);
        cluster.Releases.Returns([new Release("0.9.2", "/r/0.9.2"), new Release("0.9.3", "/r/0.9.3")]);
        cluster.NodeNamesAsync(typeof(INode), default).ReturnsForAnyArgs([$"{name}1:10921", $"{name}2:10921"]);
        return cluster;
    }

    private void Playbook(string command, params PlaybookOption[] options) => PlaybookFor("openmldb", command, options);

    /// <summary>One more command, for clusters of a kind; the box has clusters of kind openmldb alone.</summary>
    public void PlaybookFor(string kind, string command, params PlaybookOption[] options) => _playbooks.Add(new PlaybookCommand(
        new Playbook(new PlaybookDescriptor($"{kind}/{command}.csx", command, $"Does {command}", kind, options), []), Choice, Samples.People, Submission));
}
