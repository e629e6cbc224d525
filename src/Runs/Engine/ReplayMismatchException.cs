namespace Nightshift.Runs.Engine;

/// <summary>The playbook does not do what the journal says that it did: its sources, its libraries or this program changed, or it is not deterministic.</summary>
public sealed class ReplayMismatchException(string journal, string playbook)
    : Exception($"the replay does not match: the journal holds {journal}, the playbook {playbook}")
{
    /// <summary>What was recorded.</summary>
    public string Journal { get; } = journal;

    /// <summary>What the playbook did instead.</summary>
    public string Playbook { get; } = playbook;
}
