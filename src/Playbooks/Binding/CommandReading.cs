using Nightshift.Clusters;
using Nightshift.Runs;

namespace Nightshift.Playbooks;

/// <summary>What a command for a playbook means, before anybody asked whether the person may do it.</summary>
/// <param name="Playbook">Null when no playbook has this command.</param>
/// <param name="Cluster">Null when it is not clear which one is meant.</param>
/// <param name="Request">Null when there are faults.</param>
/// <param name="Faults">Sentences for the person who typed the command; empty when all is well.</param>
public sealed record CommandReading(Playbook? Playbook, ICluster? Cluster, RunRequest? Request, IReadOnlyList<string> Faults);
