using System.Collections.Concurrent;
using System.Text.Json;
using Nightshift.Runs;

namespace Nightshift.Playbooks.Tests.Fakes;

/// <summary>The journal of one run in memory. A second context on the same journal replays it.</summary>
public sealed class FakeRun
{
    private readonly ConcurrentQueue<string> _order = new();

    public ConcurrentDictionary<string, string> Results { get; } = new();

    public ConcurrentQueue<string> Said { get; } = new();

    public ConcurrentQueue<string> SafePoints { get; } = new();

    /// <summary>The nodes whose changes were expected at each safe point that compared the cluster.</summary>
    public ConcurrentQueue<string> Compared { get; } = new();

    public ConcurrentQueue<string> Waited { get; } = new();

    public ConcurrentQueue<string> Planned { get; } = new();

    /// <summary>The paths of the steps, in the order in which they were begun for the first time.</summary>
    public IReadOnlyList<string> Steps => [.. _order];

    /// <summary>Steps that are given up, by path.</summary>
    public HashSet<string> Abandons { get; } = [];

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public IRunContext Context(RunMode mode = RunMode.Execute) => new FakeContext(this, mode, StepPath.Root, new());

    internal async Task<T> StepAsync<T>(StepPath path, RunMode mode, StepDefinition<T> step)
    {
        if (mode == RunMode.Plan && (step.Plan is not null || step.Kind == StepKind.Effect))
        {
            Planned.Enqueue(path.Value);
            return step.Plan is null ? default! : await step.Plan(new FakePlan(path));
        }

        if (Results.TryGetValue(path.Value, out var known)) return JsonSerializer.Deserialize<T>(known)!;
        _order.Enqueue(path.Value);
        if (Abandons.Contains(path.Value)) throw new RunAbandonedException(path, "people said so");
        using var deadline = new CancellationTokenSource(step.Deadline);
        var result = await step.Execute(new FakeAttempt(this, deadline.Token));
        Results[path.Value] = JsonSerializer.Serialize(result);
        return result;
    }
}

internal sealed class FakeContext(FakeRun run, RunMode mode, StepPath path, ConcurrentDictionary<string, int> names) : IRunContext
{
    public RunId Run => new(1);

    public RunMode Mode => mode;

    public StepPath Path => path;

    public TimeProvider Time => run.Time;

    public bool Abandoned => false;

    public Task<T> StepAsync<T>(StepDefinition<T> step, CancellationToken cancellationToken = default)
    {
        var child = path.Child(step.Name);
        var count = names.AddOrUpdate(child.Value, 1, (_, before) => before + 1);
        return run.StepAsync(count == 1 ? child : path.Child($"{step.Name} ({count})"), mode, step);
    }

    public IRunContext Scope(string name) => new FakeContext(run, mode, path.Child(name), names);

    public IRunContext WayOut(string name) => new FakeContext(run, mode, path.Child($"{name} (way out)"), names);

    public Task SafePointAsync(string name, CancellationToken cancellationToken = default)
    {
        run.SafePoints.Enqueue(name);
        return Task.CompletedTask;
    }

    public Task SafePointAsync(string name, DriftCheck drift, CancellationToken cancellationToken = default)
    {
        run.Compared.Enqueue($"{name}: {string.Join(", ", drift.Nodes)}");
        return SafePointAsync(name, cancellationToken);
    }

    public Task SayAsync(string text, CancellationToken cancellationToken = default)
    {
        run.Said.Enqueue($"{path}: {text}");
        return Task.CompletedTask;
    }
}

internal sealed class FakeAttempt(FakeRun run, CancellationToken cancellationToken) : StepAttempt
{
    public override int Number => 1;

    public override string EffectId => "0";

    public override TimeProvider Time => run.Time;

    public override CancellationToken CancellationToken => cancellationToken;

    public override void Waiting(string sentence) => run.Waited.Enqueue(sentence);

    public override void Note(string line)
    {
    }
}

internal sealed class FakePlan(StepPath path) : PlanBuilder
{
    public override StepPath Path => path;

    public override void Describe(string sentence)
    {
    }

    public override void Detail(string line)
    {
    }

    public override void Impact(PlanImpact impact)
    {
    }

    public override void Hold(PlannedHold hold)
    {
    }

    public override void Digest(string name, string sha256)
    {
    }

    public override void Risk(RiskTier tier, string sentence)
    {
    }

    public override void Obstacle(string sentence)
    {
    }
}
