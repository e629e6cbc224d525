using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>Errors that pass when the meta servers have a leader again; looks are then taken anew until the deadline of the step.</summary>
internal static class Transient
{
    public static bool Is(Exception error) => error switch
    {
        NodeUnreachableException or OutcomeUnknownException => true,
        RefusedByClusterException refused => refused.Error is ErrorNames.ServiceNotActive or ErrorNames.ForwardToOthers or ErrorNames.Busy or ErrorNames.Timeout,
        _ => false,
    };
}
