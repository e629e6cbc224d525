namespace Nightshift.Onebox.Pegasus.Wire;

/// <summary>What a request says outside its body.</summary>
/// <param name="Gpid">The partition that it is for; 0.0 for admin calls.</param>
/// <param name="TimeoutMs">How long the caller waits, milliseconds.</param>
/// <param name="PartitionHash">Hash of the key; 0 when there is none.</param>
/// <param name="ThreadHash">As the client says it in v0, computed in v1.</param>
/// <param name="IsBackupRequest">May be answered by a secondary.</param>
/// <param name="Version">0 or 1.</param>
internal readonly record struct RequestHeader(Gpid Gpid, int TimeoutMs, ulong PartitionHash, int ThreadHash, bool IsBackupRequest, int Version);
