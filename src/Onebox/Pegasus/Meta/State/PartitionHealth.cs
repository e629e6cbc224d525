namespace Nightshift.Onebox.Pegasus.Meta.State;

/// <summary><c>health_status</c>, from worst to best.</summary>
internal enum PartitionHealth
{
    Dead,
    Unreadable,
    Unwritable,
    WritableIll,
    Healthy,
}
