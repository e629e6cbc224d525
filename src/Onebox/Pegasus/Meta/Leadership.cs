using Nightshift.Onebox.Pegasus.Wire;

namespace Nightshift.Onebox.Pegasus.Meta;

/// <summary>Whether this meta server leads, and who does.</summary>
internal sealed class Leadership(NodeAddress me)
{
    private volatile bool _leads;
    private volatile bool _started;

    /// <summary>Asks the lock who holds it; nobody until the lock is there.</summary>
    public Func<NodeAddress> Holder { get; set; } = () => NodeAddress.None;

    public NodeAddress Me { get; } = me;

    public NodeAddress Leader => _leads ? Me : Holder();

    /// <summary>This server holds the lock.</summary>
    public bool Leads
    {
        get => _leads;
        set => _leads = value;
    }

    /// <summary>It holds the lock and has loaded the cluster's state.</summary>
    public bool Started
    {
        get => _started;
        set => _started = value;
    }

    /// <summary>What a request is refused with; OK when it is not (<c>check_leader_status</c>).</summary>
    public ErrorCode Refusal => !_leads ? ErrorCode.ForwardToOthers : !_started ? ErrorCode.ServiceNotActive : ErrorCode.Ok;
}
