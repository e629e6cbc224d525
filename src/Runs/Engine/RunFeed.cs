using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Nightshift.Runs.Engine;

/// <summary>Hands updates to all who watch. Each has a bounded buffer of its own and loses the oldest when it is slow.</summary>
internal sealed class RunFeed
{
    private const int Buffered = 256;
    private readonly Lock _gate = new();
    private Channel<RunUpdate>[] _watchers = [];

    public bool IsWatched => Volatile.Read(ref _watchers).Length > 0;

    public void Publish(RunUpdate update)
    {
        foreach (var watcher in Volatile.Read(ref _watchers)) watcher.Writer.TryWrite(update);
    }

    /// <summary>Watches from this call on, not from the first read on.</summary>
    public IAsyncEnumerable<RunUpdate> Watch(RunId? run, CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<RunUpdate>(new BoundedChannelOptions(Buffered) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_gate) _watchers = [.. _watchers, channel];
        cancellationToken.Register(() => Remove(channel));
        return ReadAsync(channel, run, cancellationToken);
    }

    private async IAsyncEnumerable<RunUpdate> ReadAsync(
        Channel<RunUpdate> channel, RunId? run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var update in channel.Reader.ReadAllAsync(cancellationToken))
                if (run is null || update.Run == run) yield return update;
        }
        finally
        {
            Remove(channel);
        }
    }

    private void Remove(Channel<RunUpdate> channel)
    {
        lock (_gate) _watchers = [.. _watchers.Where(watcher => watcher != channel)];
    }
}
