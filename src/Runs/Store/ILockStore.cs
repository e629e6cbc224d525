namespace Nightshift.Runs.Store;

/// <summary>The locks of clusters as a store keeps them. What is decided about one is decided, changed and recorded in one transaction.</summary>
internal interface ILockStore
{
    /// <summary>Null when the cluster is free.</summary>
    Task<HeldLock?> FindHeldAsync(string cluster, CancellationToken cancellationToken);

    /// <summary>Every taking raises the fence by one.</summary>
    /// <param name="decide">Pure; called on the lock as it is inside the transaction.</param>
    Task<Answer> ChangeLockAsync(string cluster, Func<HeldLock?, LockChange> decide, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <param name="Holder">The run that has it, or null when a person has.</param>
internal sealed record HeldLock(ClusterLockView View, long Fence, RunHead? Holder);

/// <param name="Taken">Who has it from now on.</param>
/// <param name="Freed">Whether nobody has it any more. Neither taken nor freed leaves it as it is.</param>
/// <param name="Entry">What the audit log says of it.</param>
internal sealed record LockChange(Answer Answer, ClusterLockView? Taken, bool Freed, AuditEntry Entry);
