

namespace Nightshift.Onebox.Deployment;

/// <summary>
/// What a component of an earlier life left in ZooKeeper. Its ephemeral node lives on until the old session ends, and a tablet that meets its
/// own gives up (ZooKeeper code -110).
/// </summary>
internal static class Registrations
{
}
