using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Nightshift.Onebox.ZooKeeper.Serving;
using Nightshift.Onebox.ZooKeeper.Storage;

namespace Nightshift.Onebox.ZooKeeper;

/// <summary>
/// A single ZooKeeper server for clusters in a box: the client protocol of upstream 3.8 (clients from 3.4 on), sessions with expiry, ephemeral
/// and sequential nodes, versions, one-shot watches, digest identities and ACLs, <c>ruok</c> and <c>srvr</c>; on disk, surviving SIGKILL.
/// Not there: multi, containers, TTL, quotas, persistent watches, SASL, TLS; they are answered with <c>Unimplemented</c>.
/// </summary>
/// <remarks>
/// A process of its own stays below 60 MiB if it is started with <c>DOTNET_GCgen0size=0x200000</c>; without it the garbage collector lets its
/// youngest generation grow to the size of the processor's cache.
/// </remarks>
public sealed class EmbeddedZooKeeper(TimeProvider timeProvider, ILogger<EmbeddedZooKeeper> logger)
{
    private const int MostQueuedWork = 4096;

    /// <summary>Serves until canceled. Cancellation ends it orderly; sessions stay in the data directory and can be resumed.</summary>
    /// <exception cref="ArgumentException">The options have faults; all are named.</exception>
    /// <exception cref="SocketException">The port is taken.</exception>
    /// <exception cref="IOException">The data directory cannot be used, or another server uses it.</exception>
    public async Task RunAsync(EmbeddedZooKeeperOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Faults() is { Count: > 0 } faults)
            throw new ArgumentException(string.Join("; ", faults), nameof(options));
        using var listener = new TcpListener(IPAddress.Parse(options.Host), options.Port);
        var (directory, tree) = DataDirectory.Open(options.DataDirectory, options.SyncToDisk);
        using (directory)
        {
            listener.Start();
            OneboxZooKeeperLog.Serving(logger, options.Host, options.Port, options.DataDirectory, tree.Count, tree.LastZxid);
            await Serve(options, listener, new RequestServer(options, directory, tree, timeProvider, logger), cancellationToken);
        }
    }

    /// <summary>The first part that ends, for whatever reason, ends the others; its failure is thrown.</summary>
    private async Task Serve(EmbeddedZooKeeperOptions options, TcpListener listener, RequestServer server, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = Channel.CreateBounded<Work>(MostQueuedWork);
        var connections = new ConcurrentDictionary<Task, bool>();
        Task[] parts = [Accept(options, listener, work.Writer, connections, end.Token), Beat(options, work.Writer, end.Token), Think(server, work.Reader, connections, end.Token)];
        try
        {
            await await Task.WhenAny(parts);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // An orderly end.
        }
        finally
        {
            await end.CancelAsync();
            listener.Stop();
            await Drain(work.Reader, Task.WhenAll(parts.Concat(connections.Keys)));
        }
    }

    private static async Task Accept(
        EmbeddedZooKeeperOptions options, TcpListener listener, ChannelWriter<Work> work, ConcurrentDictionary<Task, bool> connections, CancellationToken cancellationToken)
    {
        while (true)
        {
            var socket = await listener.AcceptSocketAsync(cancellationToken);
            var connection = new ServerConnection(socket, options.MaxRequestBytes).Run(work, cancellationToken);
            connections[connection] = true;
            _ = connection.ContinueWith(ended => connections.TryRemove(ended, out _), TaskScheduler.Default);
        }
    }

    private async Task Beat(EmbeddedZooKeeperOptions options, ChannelWriter<Work> work, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(options.TickTime, timeProvider, cancellationToken);
            await work.WriteAsync(new Tick(), cancellationToken);
        }
    }

    /// <summary>Takes all the work that is there, then pays for one write to disk and lets the answers go.</summary>
    private static async Task Think(
        RequestServer server, ChannelReader<Work> reader, ConcurrentDictionary<Task, bool> connections, CancellationToken cancellationToken)
    {
        while (await reader.WaitToReadAsync(cancellationToken))
        {
            for (var batch = 0; batch < MostQueuedWork && reader.TryRead(out var work); batch++)
                server.Do(work);
            server.Release(connections.Count);
        }
    }

    /// <summary>Waits for the ends of all parts; nobody takes their last words any more, so they are thrown away.</summary>
    private static async Task Drain(ChannelReader<Work> reader, Task ends)
    {
        while (!ends.IsCompleted)
        {
            while (reader.TryRead(out _))
            {
            }

            await Task.WhenAny(ends, reader.WaitToReadAsync().AsTask());
        }
    }
}
