using System.Net.Sockets;
using Nightshift.Pegasus.Wire;

namespace Nightshift.Pegasus.Client.Sessions;

/// <summary>
/// A server with mandatory authentication drops whatever comes without and says nothing (<c>src/security/negotiation_manager</c>), which looks like any other silence.
/// It does answer a negotiation, so a server that never said a word is asked for its mechanisms.
/// </summary>
internal sealed partial class ServerSession
{
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ProbeAgain = TimeSpan.FromSeconds(30);
    private long _unanswered;

    private async Task<bool> WantsKerberos(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _unanswered) is var at && at != 0 && time.GetElapsedTime(at) < ProbeAgain)
            return false;
        var limit = options.ReadTimeout < ProbeLimit ? options.ReadTimeout : ProbeLimit;
        try
        {
            await using var connection = await Open().WaitAsync(cancellationToken);
            var answer = await connection.Call(NegotiationMessages.Ask, default, RequestHeader.Admin(limit), limit, cancellationToken);
            return answer.IsOk && answer.Read(ThriftType.Struct, r => NegotiationMessages.Ask.Read(r, servers)) == NegotiationMessages.MechanismsListed;
        }
        catch (Exception e) when (e is SocketException or UnansweredException or ConnectionDiedException or WireFormatException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Volatile.Write(ref _unanswered, time.GetTimestamp());
            Log.NegotiationUnanswered(logger, address, e.Message);
            return false;
        }
    }

    private static RefusedByClusterException Kerberos(CallSite call) => new(
        call, ErrorNames.Unauthenticated,
        $"{call.Prefix} dropped {call.Method} because it serves only clients that authenticate by Kerberos, which is not supported here; "
        + "set [security] mandatory_auth = false for the maintenance, or run it by hand.");
}
