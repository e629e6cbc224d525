namespace Nightshift.Onebox.Deployment;

/// <summary>How one process of a box is.</summary>
/// <param name="Component">What and where it is.</param>
/// <param name="Pid">Its process, or null when none runs.</param>
/// <param name="Serving">Whether it answers on its endpoint; null-safe: false also when it could not be asked.</param>
/// <param name="Version">Full version of the running program, <c>0.9.2-1f6a24c3d</c>; null when it did not say.</param>
/// <param name="ResidentBytes">Memory held, or null when none runs.</param>
public sealed record OneboxProcessStatus(OneboxComponent Component, int? Pid, bool Serving, string? Version, long? ResidentBytes)
{
    public bool Running => Pid is not null;
}
