namespace Nightshift.Playbooks;

/// <summary>What a look at the folder tells about a file without reading it.</summary>
internal sealed record FileStamp(string Path, long Length, DateTime Changed);
