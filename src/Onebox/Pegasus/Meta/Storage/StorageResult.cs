namespace Nightshift.Onebox.Pegasus.Meta.Storage;

/// <summary>What came of a call to the remote storage.</summary>
internal enum StorageResult
{
    Ok,

    /// <summary><c>ERR_TIMEOUT</c>: no answer; to be tried again.</summary>
    Timeout,
    NotFound,
    Exists,
}
