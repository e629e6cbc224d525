using Nightshift.Onebox.Deployment;
using Nightshift.Onebox.Pegasus.Deployment;
using Nightshift.Pegasus;

namespace Nightshift.Bot.Configuration;

/// <summary>A Pegasus onebox as the configuration of a cluster: what a person would write in appsettings.json for it.</summary>
internal static class PegasusOneboxSection
{
    public static IReadOnlyDictionary<string, string?> Of(PegasusDescription box)
    {
        var cluster = $"Nightshift:Clusters:{PegasusKind.KindName}";
        var section = new Dictionary<string, string?>
        {
            [$"{cluster}:Kind"] = PegasusKind.KindName,
            [$"{cluster}:Metas"] = box.Metas,
            [$"{cluster}:ClusterName"] = box.ClusterName,
        };
        foreach (var release in box.Releases) section[$"{cluster}:Releases:{release.Version}"] = release.Path;
        var servers = box.Components.Where(component => component.Component != OneboxComponent.ZooKeeper).ToList();
        for (var i = 0; i < servers.Count; i++)
        {
            section[$"{cluster}:Servers:{i}:Role"] = servers[i].Component;
            section[$"{cluster}:Servers:{i}:Endpoint"] = servers[i].Endpoint;
            section[$"{cluster}:Servers:{i}:Host"] = servers[i].Host;
            section[$"{cluster}:Servers:{i}:Directory"] = servers[i].Directory;
        }

        return section;
    }
}
