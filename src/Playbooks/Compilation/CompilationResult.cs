namespace Nightshift.Playbooks;

/// <param name="Playbook">Null when there are faults.</param>
internal sealed record CompilationResult(CompiledPlaybook? Playbook, IReadOnlyList<PlaybookFault> Faults)
{
    public static CompilationResult Failed(IReadOnlyList<PlaybookFault> faults) => new(null, faults);

    /// <exception cref="PlaybookFaultException">There are faults.</exception>
    public CompiledPlaybook OrThrow() => Playbook ?? throw new PlaybookFaultException(Faults);
}
