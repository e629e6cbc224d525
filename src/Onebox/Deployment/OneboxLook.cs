namespace Nightshift.Onebox.Deployment;

/// <summary>A cluster as its own servers tell it, without any client of the product.</summary>
/// <param name="AutoFailover"><c>true</c> or <c>false</c>; null when the nameserver did not say.</param>
/// <param name="Idle">Names of the processes that do not serve.</param>
public sealed record OneboxLook(
    IReadOnlyList<OneboxPartition> Partitions, string? AutoFailover, IReadOnlyList<OneboxOp> Ops, IReadOnlyList<string> Idle);

/// <param name="Name"><c>demo.orders/3</c>.</param>
/// <param name="Leader">Endpoint; null when nobody that is alive leads.</param>
/// <param name="Replicas">Endpoints, ordered.</param>
/// <param name="Fault">What is wrong; null when every copy is alive, loaded, in its role and connected to the leader.</param>
public sealed record OneboxPartition(string Name, string? Leader, IReadOnlyList<string> Replicas, string? Fault);

/// <param name="Id">One more with every op of the cluster.</param>
/// <param name="Status"><c>kInited</c>, <c>kDoing</c>, <c>kDone</c>, <c>kFailed</c>, <c>kCanceled</c>.</param>
public sealed record OneboxOp(long Id, string Type, string Status);
