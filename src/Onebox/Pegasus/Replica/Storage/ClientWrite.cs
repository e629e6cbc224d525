using Nightshift.Onebox.Pegasus.Wire;

namespace Nightshift.Onebox.Pegasus.Replica.Storage;

/// <summary>A client's write, and the answer that it waits for. One whose mutation is dropped on a change of primary is never answered, as upstream.</summary>
internal sealed class ClientWrite(MutationKind kind, ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> value, int expireTimestamp)
{
    private readonly TaskCompletionSource<WriteOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public MutationKind Kind => kind;

    public ReadOnlyMemory<byte> Key => key;

    public ReadOnlyMemory<byte> Value => value;

    public int ExpireTimestamp => expireTimestamp;

    public Task<WriteOutcome> Outcome => _outcome.Task;

    public void Done(long decree) => _outcome.TrySetResult(new WriteOutcome(ErrorCode.Ok, decree));

    public void Refuse(ErrorCode error) => _outcome.TrySetResult(new WriteOutcome(error, 0));
}

/// <summary>How a write ended: refused, or committed under a decree.</summary>
internal readonly record struct WriteOutcome(ErrorCode Error, long Decree);
