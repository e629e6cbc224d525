namespace Nightshift.ZooKeeper.Protocol;

/// <summary>A record of <c>zookeeper.jute</c>, readable and writable: the client and the embedded server share it.</summary>
internal interface IJuteRecord<TSelf> where TSelf : IJuteRecord<TSelf>
{
    static abstract TSelf Read(ref JuteReader reader);

    void Write(JuteWriter writer);
}
