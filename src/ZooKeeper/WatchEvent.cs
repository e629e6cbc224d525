namespace Nightshift.ZooKeeper;

/// <summary>What happened to a watched node. Source: <c>Watcher.Event.EventType</c>.</summary>
public enum WatchEventType
{
    None = -1,
    NodeCreated = 1,
    NodeDeleted = 2,
    NodeDataChanged = 3,
    NodeChildrenChanged = 4,
}

/// <summary>One firing of a one-shot watch. It says that something changed, not what is now: read again.</summary>
public sealed record WatchEvent(WatchEventType Type, ZNodePath Path);
