namespace Nightshift.ZooKeeper.Protocol;

/// <summary>Fields: type (int32), state (int32, 3 = connected), path (string). Comes behind a reply header with xid -1.</summary>
internal readonly record struct WatcherEvent(WatchEventType Type, int State, string Path) : IJuteRecord<WatcherEvent>
{
    public const int SyncConnected = 3;

    public static WatcherEvent Read(ref JuteReader reader) =>
        new((WatchEventType)reader.ReadInt32(), reader.ReadInt32(), reader.ReadString());

    public void Write(JuteWriter writer)
    {
        writer.WriteInt32((int)Type);
        writer.WriteInt32(State);
        writer.WriteString(Path);
    }
}
