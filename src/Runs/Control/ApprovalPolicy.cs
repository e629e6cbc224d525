namespace Nightshift.Runs;

/// <summary>Who must agree before a run may start. Whether a person may approve at all is asked before, by rights.</summary>
/// <param name="Approvers">How many different people other than the one who asked; 0 lets a run start without.</param>
/// <param name="ValidFor">From the submission; afterwards the run is expired.</param>
/// <param name="Role">The role that approvers need, for display; null where any right to approve will do.</param>
public sealed record ApprovalPolicy(int Approvers, TimeSpan ValidFor, string? Role = null);
