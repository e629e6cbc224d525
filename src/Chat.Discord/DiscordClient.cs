using Microsoft.Extensions.Logging;
using Nightshift.Chat.Discord.Mapping;
using Nightshift.Chat.Discord.Protocol;
using Nightshift.Chat.Discord.Protocol.Gateway;
using Nightshift.Chat.Discord.Protocol.Rest;

namespace Nightshift.Chat.Discord;

/// <summary>The port on the client of our own: gateway and HTTP API, version 10.</summary>
public sealed partial class DiscordClient : IDiscord
{
    private readonly DiscordClientOptions _options;
    private readonly TimeProvider _time;
    private readonly Jitter _jitter;
    private readonly ILogger _logger;
    private readonly RestSender _sender;
    private readonly RestApi _api;
    private readonly SemaphoreSlim _asking = new(1);
    private GatewayClient? _gateway;
    private DiscordSelf? _self;
    private string _presence = "";
    private int _isDisposed;

    /// <param name="random">For jitter only; what has to be unique comes from the system.</param>
    /// <exception cref="ArgumentException">The address is not encrypted, or there is no token.</exception>
    public DiscordClient(DiscordClientOptions options, TimeProvider time, Random random, ILogger<DiscordClient> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(options.Token, nameof(options));
        (_options, _time, _jitter, _logger) = (options, time, new Jitter(random), logger);
        _sender = new RestSender(options.ForRest(), time, _jitter, logger);
        _api = new RestApi(_sender);
    }

    public async Task<DiscordSelf> ConnectAsync(IDiscordEvents events, CancellationToken cancellationToken)
    {
        var listener = new Listener(events, _logger);
        var gateway = new GatewayClient(_options.ForGateway(), _api.GetGatewayAsync, listener, _time, _jitter, _logger);
        if (Interlocked.CompareExchange(ref _gateway, gateway, null) is not null) throw new InvalidOperationException("this client was connected before");
        gateway.Show(_presence);
        gateway.Start();
        try
        {
            if (await Task.WhenAny(listener.First, gateway.Finished).WaitAsync(cancellationToken) == listener.First) return _self = await listener.First;
            await gateway.Finished;
            throw new DiscordUnreachableException("The client was closed before a session stood");
        }
        catch (Exception)
        {
            await gateway.DisposeAsync();
            throw;
        }
    }

    public Task ShowPresenceAsync(string text, CancellationToken cancellationToken)
    {
        _presence = text;
        _gateway?.Show(text);
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        if (_gateway is { } gateway) await gateway.DisposeAsync();
        _sender.Dispose();
        _asking.Dispose();
    }

    /// <summary>Known from the first session, or asked for when something is done before.</summary>
    private async Task<DiscordSelf> SelfAsync(CancellationToken cancellationToken)
    {
        if (_self is { } known) return known;
        await _asking.WaitAsync(cancellationToken);
        try
        {
            return _self ??= new DiscordSelf(
                InteractionMap.From(await _api.GetSelfAsync(cancellationToken)), (await _api.GetApplicationAsync(cancellationToken)).Id);
        }
        finally
        {
            _asking.Release();
        }
    }

    private sealed class Listener(IDiscordEvents events, ILogger logger) : IGatewayListener
    {
        private readonly TaskCompletionSource<DiscordSelf> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<DiscordSelf> First => _first.Task;

        public void Stands(Protocol.Wire.WireReady? ready)
        {
            if (ready is not null) _first.TrySetResult(new DiscordSelf(InteractionMap.From(ready.User), ready.Application.Id));
            events.Connected(ready is not null);
        }

        public void Happened(GatewayMessage message)
        {
            if (message is Marked marked) events.Reacted(InteractionMap.From(marked.IsAdded, marked.Reaction));
            if (message is Cleared { Place: var place }) events.Cleared(place.ChannelId, place.MessageId);
            if (message is not Interacted { Interaction: var wire }) return;
            if (InteractionMap.From(wire) is { } interaction) events.Interacted(interaction);
            else Log.InteractionPassedOver(logger, $"{wire.Type}.{wire.Data?.Type ?? wire.Data?.ComponentType}");
        }

        public void Lost(string reason) => events.Disconnected(reason);
    }
}
