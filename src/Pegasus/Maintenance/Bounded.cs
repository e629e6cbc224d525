using System.Collections.Immutable;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>Asks many with a limit on how many at once; results keep the order of the questions.</summary>
internal static class Bounded
{
    public static async Task<ImmutableArray<TResult>> Select<T, TResult>(
        IEnumerable<T> items, int parallelism, Func<T, CancellationToken, Task<TResult>> ask, CancellationToken cancellationToken)
    {
        var all = items.ToArray();
        var results = new TResult[all.Length];
        await Parallel.ForAsync(
            0, all.Length, new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken },
            async (i, token) => results[i] = await ask(all[i], token));
        return [.. results];
    }
}
