using Nightshift.Runs.Audit;
using Nightshift.Runs.Ownership;
using Nightshift.Runs.Store;
using Nightshift.Runs.Store.Sqlite;

namespace Nightshift.Runs.Tests.Support;

/// <summary>A file with runs, and the engines that a test opens on it. Everything is stopped at the end, also engines that were "killed".</summary>
internal sealed class Harness : IAsyncDisposable
{
    public static readonly PersonId Operator = new("operator");
    public static readonly PersonId OnCall = new("oncall");
    public static readonly PersonId Third = new("third");
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string _directory = NewDirectory();
    private readonly List<IAsyncDisposable> _open = [];
    private int _engines;

    public string File => Path.Combine(_directory, "deep", "runs.db");

    /// <summary>An engine that a body speaks to.</summary>
    public RunService? First { get; set; }

    public List<Owner> Dead { get; } = [];

    /// <summary>Processes of other machines, of which nobody can tell.</summary>
    public List<Owner> Unseen { get; } = [];

    public RunOptions Options { get; set; } = new()
    {
        DecisionDeadline = TimeSpan.FromMinutes(30),
        PollInterval = TimeSpan.FromMilliseconds(100),
        WayOutPauses = [],
        CancellationGrace = TimeSpan.FromMilliseconds(200),
        ReplayGrace = TimeSpan.FromSeconds(5),
        StartPatience = TimeSpan.FromMilliseconds(300),
        StartRetry = TimeSpan.FromMilliseconds(20),
        StoreRetry = TimeSpan.FromMilliseconds(100),
        WaitingThrottle = TimeSpan.FromMilliseconds(20),
    };

    public SqliteRunStore OpenStore()
    {
        var store = SqliteRunStore.Open(File);
        _open.Add(store);
        return store;
    }

    public async Task<RunService> StartAsync(IRunProgram program, IRunStore? store = null, TimeProvider? time = null, Owner? self = null)
    {
        var runs = Create(program, store, time, self);
        await runs.StartAsync(default);
        return runs;
    }

    public RunService Create(IRunProgram program, IRunStore? store = null, TimeProvider? time = null, Owner? self = null)
    {
        self ??= new Owner("here", "boot", "pids", 1000 + Interlocked.Increment(ref _engines), 1, 1);
        // A clock that is moved by hand leaves no time for renewals.
        var options = time is ManualTime ? Options with { LeaseDuration = TimeSpan.FromDays(365) } : Options;
        var runs = new RunService(store ?? OpenStore(), program, options, time, null, new KnownOwners(self, Dead, Unseen));
        _open.Add(runs);
        return runs;
    }

    /// <summary>Leaves an engine as a killed process would: nobody stops it.</summary>
    public void Forget(RunService runs) => _open.Remove(runs);

    public Task<RunService> StartAsync(Func<IRunContext, Task> body, TimeProvider? time = null) =>
        StartAsync(new DelegateProgram((context, _) => body(context)), time: time);

    public static RunRequest Request(string cluster = "demo", PersonId? by = null) => new(
        cluster, "/restart tablet all", "restart.csx", "{}", [new SourceFile("restart.csx", "await Restart();")], by ?? Operator, "test");

    public static async Task<RunId> SubmitAsync(IRuns runs, string cluster = "demo", int approvers = 0, TimeSpan? validFor = null)
    {
        var request = Request(cluster);
        var plan = await runs.PlanAsync(request, default);
        return await runs.SubmitAsync(request, plan, new ApprovalPolicy(approvers, validFor ?? TimeSpan.FromHours(1)), default);
    }

    /// <summary>What <c>audit verify</c> says of a run.</summary>
    public Task<AuditCheck> VerifyAsync(RunId run) => new AuditVerifier(OpenStore(), null).VerifyAsync(run, default);

    /// <summary>The end of a run; one that does not come is told with the steps that stand where.</summary>
    public static async Task<RunView> EndAsync(IRuns runs, RunId run)
    {
        try
        {
            return await runs.WaitForEndAsync(run, default).WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            var view = await runs.FindAsync(run, default).WaitAsync(Patience);
            var steps = view?.Steps.Select(step => $"{step.Path} {step.State}{(step.WaitsFor is { } waiting ? $" ({waiting})" : "")}") ?? [];
            throw new TimeoutException($"run {run} did not end in {Patience}; it is {view?.Summary}: {string.Join(", ", steps)}; {view?.Pause}, {string.Join(", ", view?.GuardViolations ?? [])}");
        }
    }

    public static async Task<RunView> RunAsync(IRuns runs) => await EndAsync(runs, await SubmitAsync(runs));

    public static async Task<RunView> UntilAsync(IRuns runs, RunId run, Func<RunView, bool> condition)
    {
        var deadline = DateTime.UtcNow + Patience;
        while (true)
        {
            var view = await runs.FindAsync(run, default);
            if (view is not null && condition(view)) return view;
            if (DateTime.UtcNow > deadline) throw new TimeoutException($"run {run} never got there; it is {view?.Summary}");
            await Task.Delay(10);
        }
    }

    public static Task<RunView> UntilAsync(IRuns runs, RunId run, RunState state) => UntilAsync(runs, run, view => view.Summary.State == state);

    public async ValueTask DisposeAsync()
    {
        foreach (var open in Enumerable.Reverse(_open)) await open.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>In memory where the system has a place for that: these tests are about what is written, not about the disk.</summary>
    private static string NewDirectory()
    {
        const string Memory = "/dev/shm";
        var parent = Directory.Exists(Memory) ? Memory : Path.GetTempPath();
        return Directory.CreateDirectory(Path.Combine(parent, $"nightshift-runs-{Guid.NewGuid():N}")).FullName;
    }

    private sealed class KnownOwners(Owner self, List<Owner> dead, List<Owner> unseen) : IOwnerLiveness
    {
        public Owner Self => self;

        public Liveness Of(Owner owner)
        {
            lock (dead) if (dead.Contains(owner)) return Liveness.Dead;
            lock (unseen) return unseen.Contains(owner) ? Liveness.Unknown : Liveness.Alive;
        }
    }
}
