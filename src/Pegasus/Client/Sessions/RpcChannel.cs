using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Nightshift.Clusters;
using Nightshift.Pegasus.Wire;

namespace Nightshift.Pegasus.Client.Sessions;

/// <summary>Sends one call once and turns its answer into what it says. Keeps one session per server.</summary>
internal sealed class RpcChannel(AddressBook addresses, ServerBook servers, PegasusClientOptions options, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Endpoint, Lazy<ServerSession>> _sessions = new();
    private int _closed;

    public PegasusClientOptions Options => options;

    /// <summary>Unless it says so, the envelope's error only has been looked at.</summary>
    public async Task<TAnswer> Send<TRequest, TAnswer>(
        CallSite call, Endpoint address, RpcMethod<TRequest, TAnswer> method, TRequest request, RequestHeader header, TimeSpan limit,
        CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _closed) == 1, this);
        var session = _sessions.GetOrAdd(address, a => new(() => new ServerSession(a, addresses, servers, options, time, logger))).Value;
        var answer = await session.Call(call, method, request, header, limit, cancellationToken);
        try
        {
            return answer.Read(method.ResultType, reader => method.Read(reader, servers));
        }
        catch (WireFormatException e)
        {
            throw TransportErrors.Unintelligible(call, e);
        }
    }

    /// <summary>An administrative call whose answer carries its own error, which is thrown.</summary>
    public async Task<T> Ask<TRequest, T>(
        CallSite call, Endpoint address, RpcMethod<TRequest, Answer<T>> method, TRequest request, TimeSpan limit, CancellationToken cancellationToken)
    {
        var answer = await Send(call, address, method, request, RequestHeader.Admin(limit), limit, cancellationToken);
        if (answer.IsOk)
            return answer.Value;
        var said = Printable.Of(answer.Hint) is { Length: > 0 } hint ? $"{answer.Error}: {hint}" : answer.Error;
        throw new RefusedByClusterException(call, answer.Error, $"{call.Prefix} refused {call.Method} ({said}); {Advice.For(answer.Error)}.");
    }

    public async ValueTask DisposeAsync()
    {
        Volatile.Write(ref _closed, 1);
        await Task.WhenAll(_sessions.Values.Select(s => s.Value.DisposeAsync().AsTask()));
    }
}
