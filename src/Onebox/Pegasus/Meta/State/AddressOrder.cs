using Nightshift.Onebox.Pegasus.Wire;

namespace Nightshift.Onebox.Pegasus.Meta.State;

/// <summary>Orders servers by address, then by name.</summary>
internal sealed class AddressOrder : IComparer<NodeAddress>
{
    public static AddressOrder Instance { get; } = new();

    public int Compare(NodeAddress x, NodeAddress y)
    {
        if (x == y)
        {
            return 0;
        }

        var byAddress = ((ulong)x.Ip.ToWire()).CompareTo((ulong)y.Ip.ToWire());
        return byAddress != 0 ? byAddress : string.CompareOrdinal(x.Name.ToString(), y.Name.ToString());
    }
}
