using System.Globalization;
using Nightshift.Onebox.Pegasus.Wire;

namespace Nightshift.Onebox.Pegasus.Meta;

/// <summary>Where the cluster's state lies in ZooKeeper.</summary>
internal sealed class MetaPaths(string root)
{
    /// <summary>Data: <c>lock</c> while the state is first written, <c>unlock</c> or nothing otherwise.</summary>
    public string Apps => root == "/" ? "/apps" : root + "/apps";

    public string App(int id) => string.Create(CultureInfo.InvariantCulture, $"{Apps}/{id}");

    public string Partition(Gpid pid) => string.Create(CultureInfo.InvariantCulture, $"{Apps}/{pid.AppId}/{pid.PartitionIndex}");
}
