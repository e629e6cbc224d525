using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Meta.Guardian;

/// <summary><c>pc_status</c>.</summary>
internal enum CureStatus
{
    Healthy,
    Ill,
    Dead,
}

/// <summary>How a partition is and what is to be done for it.</summary>
/// <param name="Action">Null: nothing.</param>
internal readonly record struct CureResult(CureStatus Status, ProposalAction? Action);
