using System.Net.WebSockets;

namespace Nightshift.Chat.Discord.Protocol.Gateway;

internal sealed partial class GatewayClient
{
    /// <summary>One connection, from looking up its address to its end.</summary>
    /// <returns>Its end, and for how long a session stood on it; null when none did.</returns>
    private async Task<(GatewayEnd End, TimeSpan? Stood)> OnceAsync(bool isResume, CancellationToken cancellationToken)
    {
        GatewayConnection? connection = null;
        using var inflater = options.IsCompressed ? new Inflater(options.LargestPayload) : null; // freed when no loop is inside it any more
        try
        {
            var url = isResume ? GatewayUrl.From(_session.Url, options.IsCompressed) : await ToIdentifyAsync(cancellationToken);
            connection = new GatewayConnection(await OpenAsync(url, inflater, cancellationToken), _session, _events, _presence, options, time, jitter, logger);
            if (!isResume) _lastIdentify = time.GetTimestamp();
            var end = await connection.RunAsync(isResume, cancellationToken);
            return (end, connection.Standing);
        }
        catch (GatewayFaultException fault)
        {
            return (GatewayEnd.Poisoned(fault), null);
        }
        catch (Exception exception) when (exception is DiscordUnreachableException or DiscordRefusedException { Status: not 401 })
        {
            return (new GatewayEnd($"{exception.Message.TrimEnd('.')}."), null); // only the token's refusal is for good
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or TimeoutException or HttpRequestException)
        {
            return (GatewayEnd.Broken(exception), null);
        }
        catch (Exception exception) when (exception is not DiscordRefusedException && !cancellationToken.IsCancellationRequested)
        {
            Log.GatewayFailed(logger, exception);
            return (GatewayEnd.Poisoned(new GatewayFaultException("This program failed at connecting to Discord's gateway", exception)), connection?.Standing);
        }
        finally
        {
            connection?.Dispose();
        }
    }

    /// <summary>Where to begin a session, as soon as one may be begun. Not knowing how many remain is no leave to begin one.</summary>
    private async Task<Uri> ToIdentifyAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var where = await whereAsync(cancellationToken);
            var wait = IdentifyPace.Wait(where.SessionStartLimit, _lastIdentify is { } last ? time.GetElapsedTime(last) : null, options.IdentifySpacing);
            if (wait > options.IdentifySpacing) Log.IdentifyWaits(logger, wait, where.SessionStartLimit.Remaining, where.SessionStartLimit.Total);
            await Task.Delay(wait, time, cancellationToken);
            if (wait <= options.IdentifySpacing) return GatewayUrl.From(where.Url, options.IsCompressed);
        }
    }

    private async Task<GatewaySocket> OpenAsync(Uri url, Inflater? inflater, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(options.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await GatewaySocket.ConnectAsync(url, options.LargestPayload, inflater, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("Discord's gateway could not be reached in time");
        }
    }
}
