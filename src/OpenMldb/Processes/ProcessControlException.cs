namespace Nightshift.OpenMldb.Processes;

/// <summary>A process is not what it should be after it was stopped or started; names the node, what was seen, and the next step.</summary>
public sealed class ProcessControlException(NodeDeployment node, string reason) : Exception($"{node}: {reason}");
