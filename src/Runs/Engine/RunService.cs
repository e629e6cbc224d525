using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Runs.Engine;
using Nightshift.Runs.Journal;
using Nightshift.Runs.Ownership;
using Nightshift.Runs.Planning;
using Nightshift.Runs.Store;

namespace Nightshift.Runs;

/// <summary>
/// Keeps runs and carries them through their lives. <see cref="StartAsync"/> takes up what dead processes left; <see cref="StopAsync"/> leaves
/// runs under way as they are, for the next process.
/// </summary>
/// <remarks>
/// In tests: <c>await using var store = SqliteRunStore.Open(file); await using var runs = new RunService(store, program, new RunOptions());
/// await runs.StartAsync(default);</c> where <c>program</c> is an <see cref="IRunProgram"/> around a delegate, such as <see cref="DelegateProgram"/>.
/// </remarks>
public sealed partial class RunService : IRuns, IHostedService, IAsyncDisposable
{
    /// <summary>Of what is told before the playbook begins; no scope of a playbook has a name that is empty.</summary>
    private const string BreakGlassPath = "/break-glass";

    private readonly RunParts _parts;
    private readonly RunFeed _feed = new();
    private readonly LeaseSightings _leases;
    private readonly CancellationTokenSource _stopping = new();
    private int _disposed;
    private readonly ConcurrentDictionary<RunId, (RunWorker Worker, Task Done)> _workers = [];
    private volatile bool _takesOver;
    private Task _polling = Task.CompletedTask;

    public RunService(
        IRunStore store,
        IRunProgram program,
        RunOptions options,
        TimeProvider? time = null,
        ILogger<RunService>? log = null,
        IOwnerLiveness? liveness = null)
    {
        time ??= TimeProvider.System;
        liveness ??= new ProcOwnerLiveness();
        _leases = new LeaseSightings(liveness, time, options.LeaseDuration);
        _parts = new RunParts(
            store,
            program,
            new Planner(program, store, time),
            options,
            time,
            new RunJournals(store, time, _feed, options.Database),
            log ?? NullLogger<RunService>.Instance,
            liveness.Self);
    }

    public Task<Plan> PlanAsync(RunRequest request, CancellationToken cancellationToken) => _parts.Planner.PlanAsync(request, cancellationToken);

    /// <exception cref="ArgumentException">The plan is not one for this request.</exception>
    public async Task<RunId> SubmitAsync(RunRequest request, Plan plan, ApprovalPolicy policy, CancellationToken cancellationToken)
    {
        if (PlanHash.Of(request, plan) != plan.Hash) throw new ArgumentException("the plan is not what was made for this request", nameof(plan));
        var now = _parts.Time.GetUtcNow();
        var sources = request.Sources.Select(source => (source, hash: JournalChain.Sha256(source.Text))).ToList();
        IReadOnlyList<RunEvent> first =
            [Request(request, policy, _parts.Options, sources), new PlanMade(plan, [], Confirm: false), .. Told(request), .. Next(plan, policy.For(plan.Tier))];
        var texts = sources.DistinctBy(source => source.hash).ToDictionary(source => source.hash, source => source.source.Text);
        var (state, reason, ended) = Preview(first, texts, now);
        var began = _parts.Time.GetTimestamp();
        var lease = await _parts.Store.CreateAsync(
            new NewRun(state, reason, request.Cluster, request.Command, request.RequestedBy, now, ended, texts, _parts.Self, now + _parts.Options.LeaseDuration),
            run => Chain(run, first, now),
            cancellationToken);
        await Work(lease, began, takenOver: false).Opened;
        return lease.Run;
    }

    private static Requested Request(RunRequest request, ApprovalPolicy policy, RunOptions options, IEnumerable<(SourceFile Source, string Hash)> sources) => new(
        request.Cluster,
        request.Command,
        request.Playbook,
        request.Options,
        [.. sources.Select(source => new RequestedSource(source.Source.Path, source.Hash))],
        request.RequestedBy,
        request.Channel,
        policy,
        options.DecisionDeadline,
        Engine: EngineBehaviour.Current,
        DefaultDecision: options.DefaultDecision,
        BreakGlass: request.BreakGlass);

    /// <summary>Nobody who watches the channel is to miss that people were not asked.</summary>
    private static IEnumerable<RunEvent> Told(RunRequest request)
    {
        if (request.BreakGlass is not { } reason) yield break;
        yield return new Said(new StepPath(BreakGlassPath), Sentences.RunsUnapproved(request, reason));
    }

    private static IEnumerable<RunEvent> Next(Plan plan, ApprovalPolicy policy)
    {
        if (plan.Obstacles.Count > 0) yield return new Rejected(PersonId.Nightshift, string.Join("; ", plan.Obstacles));
        else if (policy.Approvers == 0) yield return new Queued(null, null);
    }

    private static (RunState State, string? Reason, DateTimeOffset? Ended) Preview(
        IReadOnlyList<RunEvent> first, IReadOnlyDictionary<string, string> sources, DateTimeOffset now)
    {
        var preview = new RunProjection(default, sources);
        foreach (var (row, happened) in Chain(default, first, now).Zip(first)) preview.Apply(row, happened);
        return (preview.State, preview.Reason, preview.EndedAt);
    }

    private static List<JournalRow> Chain(RunId run, IReadOnlyList<RunEvent> events, DateTimeOffset now)
    {
        var rows = new List<JournalRow>();
        foreach (var happened in events)
            rows.Add(JournalChain.Link(run, rows.Count + 1, now, EventKinds.Of(happened), EventKinds.Write(happened), rows.Count == 0 ? JournalChain.Start : rows[^1].Hash));
        return rows;
    }
}
