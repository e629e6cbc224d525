using Nightshift.Clusters;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Tests.Maintenance.Support;

internal sealed partial class FakeCluster
{
    public string Balance { get; set; } = "move_pri=0,copy_pri=0,copy_sec=0,total=0";

    public int MetaStarts { get; set; }

    public static RefusedByClusterException Refused(string method, string error) => new(new CallSite(method, "meta server", null, null), error, $"{method}: {error}");

    public static NodeUnreachableException Unreachable(string method, string server, Endpoint? address) =>
        new(new CallSite(method, server, address, null), Delivery.NotSent, $"{server} does not answer {method}");
}
