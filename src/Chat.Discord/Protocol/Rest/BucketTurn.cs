namespace Nightshift.Chat.Discord.Protocol.Rest;

/// <summary>A request's place in a bucket, waiting or under way; it moves with its route when that turns out to have another limit.</summary>
internal sealed class BucketTurn(string route, RestPriority priority, long ticket)
{
    private readonly TaskCompletionSource _come = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Route => route;

    public (int Priority, long Ticket) Place => ((int)priority, ticket);

    /// <summary>Set and read under the gate of all buckets.</summary>
    public Bucket? Bucket { get; set; }

    /// <returns>False: whoever waited has gone.</returns>
    public bool Come() => _come.TrySetResult();

    public async Task ComesAsync(CancellationToken cancellationToken)
    {
        await using var cancelled = cancellationToken.UnsafeRegister(static (come, token) => ((TaskCompletionSource)come!).TrySetCanceled(token), _come);
        await _come.Task;
    }
}
