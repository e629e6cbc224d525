namespace Nightshift.Onebox.Deployment;

/// <summary>The paths of one component's deployment, as OpenMLDB's scripts expect them.</summary>
internal static class DeploymentLayout
{
    public static string Bin(this OneboxComponent node) => Path.Combine(node.Directory, "bin");

    public static string Executable(this OneboxComponent node) =>
        Path.Combine(node.Bin(), node.Component == OneboxComponent.ZooKeeper ? "zookeeper" : "openmldb");

    public static string StartScript(this OneboxComponent node) => Path.Combine(node.Bin(), "start.sh");

    public static string PidFile(this OneboxComponent node) => Path.Combine(node.Bin(), $"{node.Component}.pid");

    public static string Logs(this OneboxComponent node) => Path.Combine(node.Directory, "logs");

    public static string Configuration(this OneboxComponent node) => Path.Combine(node.Directory, "conf", node.Component switch
    {
        OneboxComponent.ZooKeeper => "zoo.cfg",
        OneboxComponent.TaskManager => "taskmanager.properties",
        _ => $"{node.Component}.flags",
    });

    public static string Environment(this OneboxComponent node) => Path.Combine(node.Directory, "conf", "openmldb-env.sh");

    public static int Port(this OneboxComponent node) =>
        int.Parse(node.Endpoint.AsSpan(node.Endpoint.LastIndexOf(':') + 1), System.Globalization.CultureInfo.InvariantCulture);
}
