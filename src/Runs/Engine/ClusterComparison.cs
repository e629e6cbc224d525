using Nightshift.Runs.Journal;

namespace Nightshift.Runs.Engine;

/// <summary>
/// Compares the cluster with what the run expects of it. The run's own doing are changes that name a node it worked on, of settings that it holds, and, since
/// nobody could tell them apart, all that came after an effect outside of any node's scope.
/// </summary>
internal sealed class ClusterComparison(RunExecution run, DriftCheck drift)
{
    private const string Absent = "absent";
    private const int LooksBeforeAsking = 3;

    public StepDefinition<ClusterLook> Step(string name) => new()
    {
        Name = name,
        Description = "compare the cluster with what this run expects",
        Kind = StepKind.Observation,
        Deadline = run.Options.StartPatience,
        Execute = LookAsync,
        Report = look => look.Differences.Count == 0 ? null : $"the cluster changed: {string.Join("; ", look.Differences)}",
    };

    /// <summary>What is gone at another look was a blip: a page that did not answer, a heartbeat that was late.</summary>
    private async Task<ClusterLook> LookAsync(StepAttempt attempt)
    {
        var request = run.Journal.Read(state => state.Request);
        for (var different = 0; ;)
        {
            try
            {
                var look = Compare(await run.Program.FingerprintAsync(request, attempt.CancellationToken));
                if (look.Differences.Count == 0 || ++different == LooksBeforeAsking) return look;
                attempt.Waiting($"looks again whether the cluster changed: {look.Differences[0]}");
            }
            catch (Exception e) when (!attempt.CancellationToken.IsCancellationRequested)
            {
                attempt.Waiting($"waits for an answer of the cluster to compare it, now {Sentences.Error(e)}");
            }
            await Task.Delay(run.Options.StartRetry, attempt.Time, attempt.CancellationToken);
        }
    }

    private ClusterLook Compare(Fingerprint fingerprint)
    {
        var now = fingerprint.Facts;
        var (was, held, beside) = run.Journal.Read(state => (
            new Dictionary<string, string>(state.Baseline, StringComparer.Ordinal),
            state.Holds.Select(hold => hold.Setting).ToHashSet(StringComparer.Ordinal),
            state.ActedBeside(drift.Nodes)));
        var changed = was.Keys.Union(now.Keys, StringComparer.Ordinal)
            .Where(key => was.GetValueOrDefault(key) != now.GetValueOrDefault(key))
            .Order(StringComparer.Ordinal)
            .ToList();
        return new ClusterLook(
            changed.ToDictionary(key => key, key => now.TryGetValue(key, out var value) ? value : null, StringComparer.Ordinal),
            [.. changed
                .Where(key => !beside && !held.Contains(key) && !IsOfANode(key, was.GetValueOrDefault(key, ""), now.GetValueOrDefault(key, "")))
                .Select(key => $"{key}: {was.GetValueOrDefault(key, Absent)} → {now.GetValueOrDefault(key, Absent)}")]);
    }

    /// <summary>Values are lists joined by <c>;</c>, such as the partitions of a table: every entry that differs has to name the node.</summary>
    private bool IsOfANode(string key, string was, string now)
    {
        if (drift.Nodes.Any(node => FactNames.Names(key, node))) return true;
        var (before, after) = (was.Split(';'), now.Split(';'));
        var differ = before.Except(after).Concat(after.Except(before)).Where(entry => entry.Length > 0).ToList();
        return differ.Count > 0 && differ.TrueForAll(entry => drift.Nodes.Any(node => FactNames.Names(entry, node)));
    }
}
