using Nightshift.ZooKeeper;

namespace Nightshift.Onebox.ZooKeeper.Tree;

/// <summary>A change that watches may wait for.</summary>
internal readonly record struct TreeEvent(WatchEventType Type, string Path);
