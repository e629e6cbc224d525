using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Tests.Runs;

/// <summary>Runs that the test leads by hand; they outlive the processes that show them.</summary>
internal sealed class FakeRuns : IRuns, IAudit
{
    private readonly ConcurrentDictionary<RunId, RunView> _views = new();
    private readonly ConcurrentDictionary<Channel<RunUpdate>, bool> _watchers = new();

    public ConcurrentQueue<string> Commands { get; } = new();

    public RunView this[long run] => _views[new RunId(run)];

    public void Set(RunView view)
    {
        _views[view.Summary.Id] = view;
        foreach (var watcher in _watchers.Keys) watcher.Writer.TryWrite(new RunUpdate(view.Summary.Id, view.Summary.State, "changed", null, null, default));
    }

    /// <summary>Runs whose journals cannot be read.</summary>
    public ConcurrentDictionary<RunId, bool> Unreadable { get; } = new();

    /// <summary>What pausing and resuming is answered; null takes it.</summary>
    public string? Refusal { get; set; }

    public Task<RunView?> FindAsync(RunId run, CancellationToken cancellationToken) =>
        Unreadable.ContainsKey(run) ? throw new Nightshift.Runs.Store.StoreException($"run {run} cannot be read") : Task.FromResult(_views.GetValueOrDefault(run));

    public Task<IReadOnlyList<RunSummary>> ListAsync(int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RunSummary>>([.. _views.Values.Select(view => view.Summary).OrderByDescending(summary => summary.Id.Value).Take(limit)]);

    public async IAsyncEnumerable<RunUpdate> WatchAsync(RunId? run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<RunUpdate>();
        _watchers[channel] = true;
        try
        {
            await foreach (var update in channel.Reader.ReadAllAsync(cancellationToken)) yield return update;
        }
        finally
        {
            _watchers.TryRemove(channel, out _);
        }
    }

    public Task<Answer> PauseAsync(RunId run, PersonId person, bool now, string? reason, CancellationToken cancellationToken)
    {
        Commands.Enqueue($"pause {run} by {person}");
        if (Refusal is { } no) return Task.FromResult(Answer.No(no));
        var view = _views[run];
        Set(view with { Pause = new PauseView(person, default, reason, now, []), Summary = view.Summary with { State = RunState.Paused } });
        return Task.FromResult(Answer.Yes("paused"));
    }

    public Task<Answer> ResumeAsync(RunId run, PersonId person, bool anyway, CancellationToken cancellationToken)
    {
        Commands.Enqueue($"resume {run} by {person}");
        if (Refusal is { } no) return Task.FromResult(Answer.No(no));
        var view = _views[run];
        Set(view with { Pause = null, Summary = view.Summary with { State = RunState.Running } });
        return Task.FromResult(Answer.Yes("goes on"));
    }

    public Task<RunHistory?> HistoryAsync(RunId run, CancellationToken cancellationToken)
    {
        var summary = _views[run].Summary;
        var end = summary.Requested + TimeSpan.FromMinutes(10);
        var times = new RunTimes(
            summary.Requested, end, TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(4), default, default, default, default, TimeSpan.FromSeconds(55), []);
        return Task.FromResult<RunHistory?>(new RunHistory(summary, [], times, null));
    }

    public Task<Plan> PlanAsync(RunRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<RunId> SubmitAsync(RunRequest request, Plan plan, ApprovalPolicy policy, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Answer> ApproveAsync(RunId run, PersonId person, string planHash, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Answer> WithdrawAsync(RunId run, PersonId person, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Answer> RejectAsync(RunId run, PersonId person, string reason, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Answer> AbortAsync(RunId run, PersonId person, bool now, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Answer> DecideAsync(RunId run, PersonId person, Decision decision, StepPath? step, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Answer> AnswerAsync(RunId run, PersonId person, string choice, StepPath? step, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RefusedAsync(RunId run, PersonId person, string command, string reason, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<RunView> WaitForEndAsync(RunId run, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<AuditLine>> LatestAsync(int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<AuditCheck> VerifyAsync(RunId? run, string? anchor, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<long> ExportAsync(RunId? run, TextWriter writer, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<long> ExportHistoryAsync(RunId run, TextWriter writer, CancellationToken cancellationToken) => throw new NotSupportedException();
}
