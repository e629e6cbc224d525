using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Nightshift.Clusters;
using Nightshift.Pegasus.Wire;

namespace Nightshift.Pegasus.Client.Sessions;

/// <summary>
/// One server, over one connection at a time that is made when it is needed. After a call without an answer on a connection where nothing came meanwhile, the next
/// call gets a new connection: the old one may lead nowhere.
/// </summary>
internal sealed partial class ServerSession(
    Endpoint address, AddressBook addresses, ServerBook servers, PegasusClientOptions options, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _end = new();
    private readonly HashSet<ServerConnection> _retired = [];
    private Task<ServerConnection>? _connection;
    private bool _closed;

    /// <summary>One try; the envelope has been checked.</summary>
    public async Task<AnswerFrame> Call<TRequest>(
        CallSite call, RpcMethod<TRequest> method, TRequest request, RequestHeader header, TimeSpan limit, CancellationToken cancellationToken)
    {
        var connection = await Connected(call, cancellationToken);
        try
        {
            var answer = await connection.Call(method, request, header, limit, cancellationToken);
            return answer.IsOk
                ? answer
                : throw new RefusedByClusterException(
                    call, answer.Error, $"{call.Prefix} refused {call.Method} ({answer.Error}); {Advice.For(answer.Error)}.");
        }
        catch (UnansweredException e)
        {
            if (e.Silent)
                Forget(connection);
            if (!connection.HasSpoken && await WantsKerberos(cancellationToken))
                throw Kerberos(call);
            throw new NodeUnreachableException(call, e.Delivery, $"{call.Prefix} did not answer {call.Method} within {limit.TotalSeconds:0.###} s.", e);
        }
        catch (ConnectionDiedException e)
        {
            throw TransportErrors.Sort(call, e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task<ServerConnection>? last;
        ServerConnection[] retired;
        lock (_lock)
        {
            (_closed, last, retired) = (true, _connection, [.. _retired]);
            _retired.Clear();
        }

        await _end.CancelAsync();
        try
        {
            await Task.WhenAll(retired.Select(c => c.DisposeAsync().AsTask()).Append(Close(last))).WaitAsync(options.DisposeTimeout, time);
        }
        catch (TimeoutException e)
        {
            Log.SessionClosedHard(logger, address, e.Message);
        }

        _end.Dispose();
    }

    private async Task Close(Task<ServerConnection>? connection)
    {
        try
        {
            if (connection is not null)
                await (await connection).DisposeAsync();
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            Log.SessionClosedHard(logger, address, e.Message);
        }
    }

    private async Task<ServerConnection> Connected(CallSite call, CancellationToken cancellationToken)
    {
        try
        {
            return await Current().WaitAsync(cancellationToken);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw TransportErrors.NotConnected(call, e, options.ConnectTimeout);
        }
    }

    private Task<ServerConnection> Current()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (_connection is { } current && !current.IsFaulted && !current.IsCanceled && (!current.IsCompleted || current.Result.IsOpen))
                return current;
            return _connection = Open();
        }
    }

    /// <summary>Not bound to the caller that happens to need it first.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The connection owns its socket.")]
    private async Task<ServerConnection> Open()
    {
        using var expiry = new CancellationTokenSource(options.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, _end.Token);
        var socket = await addresses.Connect(address, either.Token);
        return new ServerConnection(address, socket, options.MaxFrameBytes, time, logger);
    }

    private void Forget(ServerConnection connection)
    {
        lock (_lock)
        {
            _retired.RemoveWhere(c => !c.IsAlive);
            if (_closed || !_retired.Add(connection))
                return;
        }

        Log.ConnectionGivenUp(logger, address);
        connection.Retire();
    }
}
