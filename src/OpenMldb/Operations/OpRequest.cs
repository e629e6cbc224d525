using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb.Operations;

/// <summary>A call that should make an op, and how to follow it.</summary>
/// <param name="Type">Kind of op that the call makes.</param>
/// <param name="Partition">The partition that the op is about.</param>
/// <param name="Call">Makes the call, once.</param>
public sealed record OpRequest(OpType Type, PartitionId Partition, Func<CancellationToken, Task> Call)
{
    /// <summary>For the op and its children together.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long to wait for the op to appear in the list.</summary>
    public TimeSpan AppearWithin { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Asked when no op appears: is the state as the call wants it? Null: cannot be told, so it is not.</summary>
    public Func<CancellationToken, Task<bool>>? AsWanted { get; init; }

    /// <summary>Told, when it changes, which op is at which task since when.</summary>
    public Action<OpProgress>? Progress { get; init; }
}

/// <summary>Where an op stands.</summary>
public sealed record OpProgress(OpInfo Op, TimeSpan Waited, string Sentence);

/// <summary>Makes a call and follows the op that it creates, and the ops that op creates, to the end.</summary>
public interface IOpFollower
{
    /// <summary>
    /// Errors of the call pass through, except a lost reply: then the op list decides, and <see cref="OutcomeUnknownException"/> is
    /// thrown only if it cannot.
    /// </summary>
    Task<OpOutcome> Run(OpRequest request, CancellationToken cancellationToken);
}
