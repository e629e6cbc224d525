namespace Nightshift.ZooKeeper.Protocol;

/// <summary>Transaction ids with a meaning of their own; ordinary requests count up from 1. Source: <c>ClientCnxn.java</c>.</summary>
internal static class Xids
{
    public const int Notification = -1;
    public const int Ping = -2;
    public const int Auth = -4;
    public const int SetWatches = -8;
}
