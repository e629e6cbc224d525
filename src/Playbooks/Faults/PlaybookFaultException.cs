namespace Nightshift.Playbooks;

/// <summary>A playbook that cannot be run as its sources are. The message holds every fault with its line and caret.</summary>
public sealed class PlaybookFaultException(IReadOnlyList<PlaybookFault> faults) : Exception(string.Join('\n', faults))
{
    public IReadOnlyList<PlaybookFault> Faults { get; } = faults;
}
