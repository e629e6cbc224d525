using Nightshift.Onebox.OpenMldb.Messages;

namespace Nightshift.Onebox.OpenMldb.Nameserver;

/// <summary>A tablet as this nameserver has seen it.</summary>
internal sealed class TabletEntry
{
    public EndpointState State { get; set; } = EndpointState.Healthy;

    /// <summary>Milliseconds since the epoch of the last change of state.</summary>
    public required ulong Since { get; set; }

    public bool IsHealthy => State == EndpointState.Healthy;
}
