namespace Nightshift.Onebox.Pegasus.Meta.Storage;

/// <summary>The remote storage of meta servers (<c>src/meta/meta_state_service.h</c>): ZooKeeper. Calls are done in the order in which they were made.</summary>
internal interface IMetaStorage
{
    Task<(StorageResult Result, byte[] Data)> GetAsync(string path);

    Task<(StorageResult Result, IReadOnlyList<string> Names)> ChildrenAsync(string path);

    /// <summary>Creates a persistent node; its parent must be there.</summary>
    Task<StorageResult> CreateAsync(string path, byte[] data);

    Task<StorageResult> SetAsync(string path, byte[] data);
}
