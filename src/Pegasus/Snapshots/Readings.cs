using Nightshift.Clusters;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Snapshots;

/// <summary>One fact, or why it could not be read. One server that hangs does not hold up a look at the cluster.</summary>
internal static class Readings
{
    public const string NotAsked = "it was not asked for";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static async Task<Reading<T>> Try<T>(TimeProvider time, Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return Reading<T>.Known(await read(either.Token));
        }
        catch (PegasusException e)
        {
            return Reading<T>.Unknown(e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Reading<T>.Unknown($"no answer within {Patience.TotalSeconds:0} s");
        }
    }

    /// <summary>The same fact in its own type; unknown when the text is none of it.</summary>
    public static Reading<T> As<T>(this Reading<string> text, Func<string, T?> parse)
        where T : struct =>
        !text.IsKnown ? Reading<T>.Unknown(text.Reason)
        : parse(text.Value) is { } value ? Reading<T>.Known(value)
        : Reading<T>.Unknown($"\"{Printable.Of(text.Value)}\" is not understood");
}
