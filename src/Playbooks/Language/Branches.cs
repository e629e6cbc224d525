using System.Runtime.ExceptionServices;
using Nightshift.Runs;

namespace Nightshift.Playbooks;

/// <summary>Bounded parallel work that never leaves a branch behind.</summary>
internal static class Branches
{
    /// <summary>Begins the branches in order. What is thrown is the first failure in that order; one that is not the mere end of the run goes first.</summary>
    public static async Task RunAsync(IReadOnlyList<Func<Task>> branches, int maxAtOnce)
    {
        var failures = new Exception?[branches.Count];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(maxAtOnce, branches.Count)).Select(_ => WorkAsync()));
        var failure = failures.FirstOrDefault(e => e is not (null or RunAbandonedException or OperationCanceledException)) ?? failures.FirstOrDefault(e => e is not null);
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);

        async Task WorkAsync()
        {
            while (Interlocked.Increment(ref next) is var index && index < branches.Count && Array.TrueForAll(failures, e => e is null))
                failures[index] = await FailureOfAsync(branches[index]);
        }
    }

    private static async Task<Exception?> FailureOfAsync(Func<Task> branch)
    {
        var task = Started(branch);
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return task.IsCanceled ? new OperationCanceledException("the branch was cancelled") : task.Exception?.InnerException;
    }

    // A branch that throws before its first await fails like any other.
    private static async Task Started(Func<Task> branch) => await branch();
}
