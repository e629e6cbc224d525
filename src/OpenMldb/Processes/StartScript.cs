using Nightshift.Clusters;
using Nightshift.Hosts;

namespace Nightshift.OpenMldb.Processes;

/// <summary><c>bin/start.sh start|stop COMPONENT [mon]</c>, which exits 0 also when it failed. Source: <c>release/bin/start.sh</c>.</summary>
internal static class StartScript
{
    public static ControlCommand Of(NodeDeployment node, DetachedId id, string verb, bool mon)
    {
        var command = new HostCommand([$"{node.Directory}/bin/start.sh", verb, node.Component, .. mon ? ["mon"] : Array.Empty<string>()]) { WorkingDirectory = node.Directory };
        return new ControlCommand(node, node.Host, id, command, $"bin/start.sh {verb}");
    }
}
