using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Nightshift.Runs;

namespace Nightshift.Tests;

/// <summary>The world ended here: as after kill -9, nothing of this run does anything any more.</summary>
internal sealed class KilledException() : Exception("killed");

/// <summary>What a run left behind: results by path. Outlives the run, as a journal does.</summary>
internal sealed class TestJournal
{
    public ConcurrentDictionary<string, string> Results { get; } = new();

    public ConcurrentDictionary<string, bool> Begun { get; } = new();

    public string? StoppedAt { get; set; }

    public ConcurrentQueue<string> Lines { get; } = new();
}

/// <summary>A run without a store: steps are recorded, replayed, probed after a crash, retried a few times, then abandoned.</summary>
internal sealed class TestRun(TestJournal journal, string path = "", bool wayOut = false, TestRun? root = null) : IRunContext
{
    private readonly ConcurrentDictionary<string, int> _names = new();

    public int Retries { get; init; }

    /// <summary>Cancels the step of that path as <c>/abort now</c> does; once.</summary>
    public string? AbortAt { get; set; }

    public CancellationTokenSource Killed { get; } = root?.Killed ?? new CancellationTokenSource();

    public RunId Run => new(1);

    public RunMode Mode => RunMode.Execute;

    public StepPath Path => new(path);

    public TimeProvider Time => TimeProvider.System;

    public bool Abandoned => journal.StoppedAt is not null;

    private TestRun Root => root ?? this;

    public async Task<T> StepAsync<T>(StepDefinition<T> step, CancellationToken cancellationToken = default)
    {
        var own = Claim(step.Name);
        if (journal.Results.TryGetValue(own, out var recorded)) return JsonSerializer.Deserialize<T>(recorded)!;
        if (!wayOut && Abandoned) throw new RunAbandonedException(new StepPath(own), "the run was abandoned");
        for (var number = 1; ; number++)
        {
            if (Killed.IsCancellationRequested) throw new KilledException();
            try
            {
                var result = await Attempt(step, own, number);
                if (Killed.IsCancellationRequested) throw new KilledException();
                journal.Results[own] = JsonSerializer.Serialize(result);
                journal.Lines.Enqueue($"{own}: {step.Report?.Invoke(result) ?? "done"}");
                return JsonSerializer.Deserialize<T>(journal.Results[own])!;
            }
            catch (Exception e) when (e is not KilledException && !Killed.IsCancellationRequested)
            {
                journal.Lines.Enqueue($"{own}: attempt {number} failed: {e.Message}");
                if (number <= Root.Retries) continue;
                journal.StoppedAt ??= own;
                throw new RunAbandonedException(new StepPath(own), e.Message, e);
            }
            catch (Exception e) when (Killed.IsCancellationRequested && e is not KilledException)
            {
                throw new KilledException();
            }
        }
    }

    public IRunContext Scope(string name) => new TestRun(journal, Child(name), wayOut, Root);

    public IRunContext WayOut(string name) => new TestRun(journal, Child(name), true, Root);

    public Task SafePointAsync(string name, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task SayAsync(string text, CancellationToken cancellationToken = default) => Task.CompletedTask;

    private async Task<T> Attempt<T>(StepDefinition<T> step, string own, int number)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Killed.Token);
        cancel.CancelAfter(step.Deadline);
        var attempt = new TestAttempt(journal, own, number, cancel.Token);
        if (!journal.Begun.TryAdd(own, true) && step.Kind == StepKind.Effect && number == 1)
        {
            switch (await step.Probe!(attempt))
            {
                case Probe<T>.Done done: return done.Result;
                case Probe<T>.Unknown unknown: throw new InvalidOperationException(unknown.Reason);
            }
        }

        var work = step.Execute(attempt);
        if (Root.AbortAt is { } abort && own.Contains(abort, StringComparison.Ordinal))
        {
            Root.AbortAt = null;
            cancel.CancelAfter(TimeSpan.FromMilliseconds(5));
        }

        return await work;
    }

    private string Claim(string name)
    {
        var count = _names.AddOrUpdate(name, 1, (_, before) => before + 1);
        return Child(count == 1 ? name : $"{name} ({count})");
    }

    private string Child(string name) => new StepPath(path).Child(name).Value;
}

internal sealed class TestAttempt(TestJournal journal, string path, int number, CancellationToken cancellationToken) : StepAttempt
{
    private string _waits = "";

    public override int Number => number;

    public override string EffectId { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..32];

    public override TimeProvider Time => TimeProvider.System;

    public override CancellationToken CancellationToken => cancellationToken;

    public override void Waiting(string sentence)
    {
        if (sentence == _waits) return;
        _waits = sentence;
        journal.Lines.Enqueue($"{path}: {sentence}");
    }

    public override void Note(string line) => journal.Lines.Enqueue($"{path}: note: {line}");
}
