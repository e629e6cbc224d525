using Nightshift.Onebox.Deployment;
using Nightshift.OpenMldb;

namespace Nightshift.Bot.Configuration;

/// <summary>A onebox as the configuration of a cluster: what a person would write in appsettings.json for it.</summary>
internal static class OneboxSection
{
    public static IReadOnlyDictionary<string, string?> Of(OneboxDescription box)
    {
        var cluster = $"Nightshift:Clusters:{box.Name}";
        var section = new Dictionary<string, string?>
        {
            [$"{cluster}:Kind"] = OpenMldbKind.KindName,
            [$"{cluster}:ZooKeeper"] = box.ZooKeeper,
            [$"{cluster}:RootPath"] = box.RootPath,

            // The box is for trying things out at any hour, and its tablets make no snapshots at night.
            [$"{cluster}:SnapshotHour"] = "",
        };
        foreach (var release in box.Releases) section[$"{cluster}:Releases:{release.Version}"] = release.Path;
        var nodes = box.Components.Where(component => component.Component != OneboxComponent.ZooKeeper).ToList();
        for (var i = 0; i < nodes.Count; i++)
        {
            section[$"{cluster}:Nodes:{i}:Component"] = nodes[i].Component;
            section[$"{cluster}:Nodes:{i}:Endpoint"] = nodes[i].Endpoint;
            section[$"{cluster}:Nodes:{i}:Host"] = nodes[i].Host;
            section[$"{cluster}:Nodes:{i}:Directory"] = nodes[i].Directory;
        }

        return section;
    }
}
