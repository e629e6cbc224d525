using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Chat.Commands;
using Nightshift.Chat.Commands.Reading;
using Nightshift.Chat.People;
using Nightshift.Chat.Replies;
using Nightshift.Chat.Service;
using Nightshift.Clusters;
using Nightshift.Playbooks;
using Nightshift.Runs;
using Nightshift.Runs.Store.Sqlite;
using Nightshift.Runs.Tests.Support;
using NSubstitute;

namespace Nightshift.Chat.Tests.Fakes;

/// <summary>
/// The chat over real runs in SQLite, on one cluster and with one playbook, <c>/restart tablet</c>, whose steps, risk and sources the test sets. Approvals of
/// plans of low risk are one by anybody, of elevated risk two by on-call people.
/// </summary>
internal sealed class LiveBox : IRunProgram, IAsyncDisposable
{
    public const string Restart = "/restart tablet";
    private const string Path = "openmldb/restart-tablet.csx";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _directory = Directory.CreateTempSubdirectory("nightshift-chat-").FullName;
    private readonly TimeProvider _time;
    private readonly ICluster _cluster = Substitute.For<ICluster>();
    private readonly IClusters _clusters = Substitute.For<IClusters>();
    private SqliteRunStore _store;

    private LiveBox(TimeProvider time)
    {
        _time = time;
        _cluster.Name.Returns("prod");
        _cluster.Kind.Name.Returns("openmldb");
        _clusters.All.Returns([_cluster]);
        (_store, Runs, Chat) = Open();
    }

    public static IReadOnlyList<Person> Everybody { get; } =
    [
        new(new PersonId("olga"), "Olga", ["operator"]),
        new(new PersonId("lena"), "Lena", ["oncall"]),
        new(new PersonId("tom"), "Tom", ["oncall"]),
        new(new PersonId("otto"), "Otto", ["operator"]),
        new(new PersonId("ci"), "Pipeline", ["operator", "oncall"], IsBot: true),
    ];

    public static IReadOnlyList<Grant> UsualGrants { get; } =
    [
        new("operator", ["*"], ["*"], ["*"]),
        new("oncall", ["approve", "reject", "withdraw", "abort"], ["prod"], ["*"]),
        new("", [Permission.BreakGlass], ["prod"], ["tablet"], [new PersonId("lena")]),
    ];

    public IReadOnlyList<Grant> Grants { get; set; } = UsualGrants;

    public RecordingAuditLog Audit { get; } = new();

    public RunService Runs { get; private set; }

    public ChatService Chat { get; private set; }

    /// <summary>A change of it after the plan is drift.</summary>
    public string Members { get; set; } = "3 tablets";

    public RiskTier Tier { get; set; } = RiskTier.Low;

    /// <summary>The file as it is on disk now.</summary>
    public string Source { get; set; } = "await Restart(1);";

    /// <summary>The sources that were carried out.</summary>
    public List<string> Ran { get; } = [];

    /// <summary>Keeps the run that is under way, and so the cluster.</summary>
    public TaskCompletionSource? Busy { get; set; }

    public static async Task<LiveBox> StartAsync(TimeProvider? time = null)
    {
        var box = new LiveBox(time ?? TimeProvider.System);
        await box.Runs.StartAsync(default);
        return box;
    }

    /// <summary>Stops the program and starts it again, with the rights as they are configured now.</summary>
    public async Task RestartAsync()
    {
        await Runs.DisposeAsync();
        await _store.DisposeAsync();
        (_store, Runs, Chat) = Open();
        await Runs.StartAsync(default);
    }

    public async Task ExecuteAsync(RunRequest request, IRunContext context, CancellationToken cancellationToken)
    {
        await context.StepAsync(
            new StepDefinition<Nothing>
            {
                Name = "restart",
                Description = "restart it",
                Plan = plan =>
                {
                    if (Tier != RiskTier.Low) plan.Risk(Tier, "a second failure loses a partition");
                    return Task.FromResult(Nothing.Value);
                },
                Execute = async attempt =>
                {
                    if (Busy is { } busy) await busy.Task.WaitAsync(attempt.CancellationToken);
                    lock (Ran) Ran.Add(request.Sources[0].Text);
                    return Nothing.Value;
                },
            },
            cancellationToken);
    }

    public Task<Fingerprint> FingerprintAsync(RunRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new Fingerprint(new Dictionary<string, string> { ["members"] = Members }));

    public Task<Reply> Say(string text, string who = "olga") => Chat.SayAsync(new PersonId(who), "web", text, default);

    public async Task<string> Refusal(string text, string who = "olga") => Assert.IsType<Reply.Refusal>(await Say(text, who)).Content;

    /// <summary>Submits a run by olga.</summary>
    public async Task<RunView> AskAsync(string text = Restart)
    {
        var reply = await Say(text);
        return await ViewAsync(Assert.IsType<Reply.Run>(reply).Id);
    }

    public Task<Answer> React(RunView seen, Reaction reaction, string who, string? interaction = null) =>
        Chat.ReactAsync(new PersonId(who), seen.Summary.Id, new ReactionPress(reaction, seen.Plan.Hash, interaction), default);

    public async Task<RunView> ViewAsync(RunId run) => await Runs.FindAsync(run, default) ?? throw new InvalidOperationException($"there is no run {run}");

    public async Task<RunView> UntilAsync(RunId run, Func<RunView, bool> condition)
    {
        var deadline = DateTime.UtcNow + Patience;
        while (true)
        {
            var view = await ViewAsync(run);
            if (condition(view)) return view;
            if (DateTime.UtcNow > deadline) throw new TimeoutException($"run {run} never got there; it is {view.Summary}");
            await Task.Delay(10);
        }
    }

    public Task<RunView> UntilAsync(RunId run, RunState state) => UntilAsync(run, view => view.Summary.State == state);

    /// <summary>What the run's journal says was refused, each as its payload.</summary>
    public async Task<IReadOnlyList<string>> RefusedAsync(RunId run) =>
        [.. (await _store.ReadAsync(run, 0, default)).Where(row => row.Kind == "command-refused").Select(row => row.Payload)];

    public async ValueTask DisposeAsync()
    {
        Busy?.TrySetResult();
        await Runs.DisposeAsync();
        await _store.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private (SqliteRunStore Store, RunService Runs, ChatService Chat) Open()
    {
        var store = SqliteRunStore.Open(System.IO.Path.Combine(_directory, "runs.db"));
        var options = new RunOptions
        {
            PollInterval = TimeSpan.FromMilliseconds(100),
            CancellationGrace = TimeSpan.FromMilliseconds(200),
            StartRetry = TimeSpan.FromMilliseconds(20),
            // A clock that is moved by hand leaves no time for renewals.
            LeaseDuration = _time is ManualTime ? TimeSpan.FromDays(365) : new RunOptions().LeaseDuration,
        };
        var runs = new RunService(store, this, options, _time);
        var people = new PeopleDirectory(Everybody, Grants);
        var mask = new SecretMask([]);
        var policies = new ApprovalPolicies(
            new ApprovalPolicy(1, TimeSpan.FromHours(8)), [new ApprovalRule("prod", RiskTier.Elevated, new ApprovalPolicy(2, TimeSpan.FromHours(1), "oncall"))]);
        var choice = new ClusterChoice(_clusters, people);
        var submission = new Submission(runs, policies, people, new BreakGlass(people, Audit, mask), mask);
        CommandTable? table = null;
        table = new CommandTable(
        [
            new BuiltInCommands(runs, choice, people, Substitute.For<IClusterLocks>(), Substitute.For<IAudit>(), mask), new Playbooks(this, choice, people, submission), new WhoCanCommand(() => table!, choice, people),
            new PlanCommand(() => table!, people),
        ]);
        return (store, runs, new ChatService(table, people, runs, Audit, mask, NullLogger<ChatService>.Instance));
    }

    private sealed class Playbooks(LiveBox box, ClusterChoice choice, PeopleDirectory people, Submission submission) : ICommandSource
    {
        public Task<IReadOnlyList<ChatCommand>> CommandsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ChatCommand>>(
            [new PlaybookCommand(new Playbook(new PlaybookDescriptor(Path, "restart tablet", "Restarts it", "openmldb", []), [new SourceFile(Path, box.Source)]), choice, people, submission)]);
    }
}
