using System.Collections.Concurrent;
using System.Text.Json;
using Nightshift.Runs.Journal;
using Nightshift.Runs.Store;

namespace Nightshift.Runs.Engine;

/// <summary>One pass of a run's playbook in this process, from the top to its end or until the process may not go on.</summary>
internal sealed partial class RunExecution : IDisposable
{
    private readonly CancellationTokenSource _halt = new();
    private readonly CancellationTokenSource _abortNow = new();
    private readonly ConcurrentDictionary<StepPath, Task> _inHand = [];
    private readonly StepNames _sayNames = new();
    private readonly StepNames _safePointNames = new();
    private readonly StepNames _names = new();
    private bool _disposed;

    public RunExecution(RunJournal journal, RunOptions options, TimeProvider time, Action<StepPath, string> publishWaiting)
    {
        (Journal, Options, Time) = (journal, options, time);
        Waiting = new WaitingBoard(time, options.WaitingThrottle, publishWaiting);
        Replay = new ReplayCursor(journal.Read(run => run.Steps.Select(step => step.Path).ToList()), time, options.ReplayGrace);
        journal.Failed = Halt;
    }

    public RunJournal Journal { get; }

    /// <summary>What is carried out, for those of its steps that look at the cluster.</summary>
    public IRunProgram Program { get; private set; } = null!;

    public RunOptions Options { get; }

    public TimeProvider Time { get; }

    public WaitingBoard Waiting { get; }

    public ReplayCursor Replay { get; }

    public SettingTurns Turns { get; } = new();

    /// <summary>Set where a stored history is replayed: called with the first step that it does not hold the end of, and throws. Nothing is carried out there.</summary>
    public Action<StepPath>? EndOfHistory { get; set; }

    public JsonSerializerOptions Json { get; } = RunJson.ForResults();

    /// <summary>Fires when this process may not go on: it shuts down, lost the run, or cannot write.</summary>
    public CancellationToken Halted => _halt.Token;

    /// <summary>Why it may not; null after a shutdown.</summary>
    public Exception? HaltCause { get; private set; }

    /// <summary>Whether another process carries the run on, or soon may: what was begun is then for that one to look at, and nothing is put back here.</summary>
    public bool Disowned { get; private set; }

    /// <summary>Fires on <c>/abort now</c>.</summary>
    public CancellationToken AbortNow => _abortNow.Token;

    public StepPath ClaimStep(StepPath path) => _names.Claim(path);

    public StepPath ClaimSaying(StepPath scope) => _sayNames.Claim(scope.Child("say"));

    public StepPath ClaimSafePoint(StepPath path) => _safePointNames.Claim(path);

    /// <summary>Runs the playbook. Returns what it threw, once nothing of it is in hand any more.</summary>
    public async Task<Exception?> RunAsync(IRunProgram program)
    {
        Program = program;
        var request = Journal.Read(run => run.Request);
        var thrown = await CatchAsync(program.ExecuteAsync, request);
        while (_inHand.Values.FirstOrDefault() is { } left) await left.ContinueWith(_ => { }, TaskScheduler.Default);
        return thrown;
    }

    public void Halt(Exception? cause) => Halt(cause, disowned: cause is FencedException);

    /// <param name="disowned">Stays true once it was.</param>
    public void Halt(Exception? cause, bool disowned)
    {
        lock (_inHand)
        {
            Disowned |= disowned;
            if (_disposed || _halt.IsCancellationRequested) return;
            HaltCause = cause;
            _ = _halt.CancelAsync();
        }
    }

    /// <exception cref="OperationCanceledException">The process shuts down.</exception>
    public void ThrowIfHalted()
    {
        if (!_halt.IsCancellationRequested) return;
        if (HaltCause is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(HaltCause);
        throw new OperationCanceledException("the program shuts down; the run is carried on by the next one", _halt.Token);
    }

    /// <summary>Keeps the playbook's end waiting for a step that it does not wait for itself.</summary>
    public async Task<T> TrackAsync<T>(StepPath path, Func<Task<T>> work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _inHand[path] = done.Task;
        try
        {
            return await work();
        }
        catch (ReplayMismatchException e)
        {
            Halt(e);
            throw;
        }
        finally
        {
            _inHand.TryRemove(path, out _);
            done.SetResult();
        }
    }

    public void Dispose()
    {
        Journal.Failed = null;
        lock (_inHand)
        {
            _disposed = true;
            _halt.Dispose();
            _abortNow.Dispose();
        }
    }

    private async Task<Exception?> CatchAsync(Func<RunRequest, IRunContext, CancellationToken, Task> execute, RunRequest request)
    {
        try
        {
            await execute(request, new RunContext(this, null, StepPath.Root, wayOut: false), Halted);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }
}
