using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Meta.State;

/// <summary>A change of a partition on its way to ZooKeeper (<c>pending_remote_sync</c>).</summary>
/// <param name="Request">The change; its configuration is the new one.</param>
/// <param name="Answer">Ends with what the replica server is answered; null when nobody waits.</param>
internal sealed record PendingUpdate(ConfigurationUpdateRequest Request, TaskCompletionSource<RpcAnswer>? Answer)
{
    /// <summary>Gives it up: who waits is never answered, and is expected to ask again.</summary>
    public void Cancel() => Answer?.TrySetResult(RpcAnswer.Never);
}
