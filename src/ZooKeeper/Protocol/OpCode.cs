namespace Nightshift.ZooKeeper.Protocol;

/// <summary>Request types. Source: <c>ZooDefs.OpCode</c>.</summary>
internal enum OpCode
{
    Create = 1,
    Delete = 2,
    Exists = 3,
    GetData = 4,
    SetData = 5,
    GetAcl = 6,
    SetAcl = 7,
    GetChildren = 8,
    Sync = 9,
    Ping = 11,
    GetChildren2 = 12,
    Check = 13,
    Multi = 14,
    Create2 = 15,
    Auth = 100,
    SetWatches = 101,
    CreateSession = -10,
    CloseSession = -11,
}
