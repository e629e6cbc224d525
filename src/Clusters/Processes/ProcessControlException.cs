namespace Nightshift.Clusters;

/// <summary>A process is not what it should be before or after it was stopped, started or installed; names the node, what was seen, and the next step.</summary>
/// <param name="node">As people call it: <c>tablet 127.0.0.1:10921</c>.</param>
public sealed class ProcessControlException(object node, string reason) : Exception($"{node}: {reason}");
