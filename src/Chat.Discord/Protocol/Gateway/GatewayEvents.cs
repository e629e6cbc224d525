using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Nightshift.Chat.Discord.Protocol.Gateway;

/// <summary>Between the connection and the listener: a queue with an end, so that a slow listener delays nothing but itself.</summary>
internal sealed class GatewayEvents
{
    private readonly Channel<Action<IGatewayListener>> _queue;
    private readonly IGatewayListener _listener;
    private readonly ILogger _logger;

    public GatewayEvents(IGatewayListener listener, int longest, ILogger logger)
    {
        _listener = listener;
        _logger = logger;
        _queue = Channel.CreateBounded<Action<IGatewayListener>>(new BoundedChannelOptions(longest) { SingleReader = true });
        Finished = Task.Run(PumpAsync);
    }

    /// <summary>Ends after <see cref="Complete"/> when all has been told.</summary>
    public Task Finished { get; }

    /// <returns>False: the queue is full, and this is not told.</returns>
    public bool TryTell(Action<IGatewayListener> tell) => _queue.Writer.TryWrite(tell);

    public ValueTask TellAsync(Action<IGatewayListener> tell, CancellationToken cancellationToken) => _queue.Writer.WriteAsync(tell, cancellationToken);

    /// <summary>Until the listener has been told all that waits now.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await TellAsync(_ => told.TrySetResult(), cancellationToken);
        await told.Task.WaitAsync(cancellationToken);
    }

    public void Complete() => _queue.Writer.TryComplete();

    private async Task PumpAsync()
    {
        await foreach (var tell in _queue.Reader.ReadAllAsync())
        {
            try
            {
                tell(_listener);
            }
            catch (Exception exception)
            {
                Log.ListenerFailed(_logger, exception);
            }
        }
    }
}
