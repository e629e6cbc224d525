namespace Nightshift.Runs.Faults;

/// <summary>How a run with faults ended.</summary>
/// <param name="Deaths">How many processes died over it.</param>
/// <param name="Struck">The faults that really happened, in order.</param>
public sealed record FaultedRunEnd(RunView Run, int Deaths, IReadOnlyList<PlannedFault> Struck);
