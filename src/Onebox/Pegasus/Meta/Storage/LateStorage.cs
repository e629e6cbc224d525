namespace Nightshift.Onebox.Pegasus.Meta.Storage;

/// <summary>Stands for the storage until the first connection to it is there.</summary>
internal sealed class LateStorage : IMetaStorage
{
    /// <summary>The storage, once it is there.</summary>
    public IMetaStorage? Inner { get; set; }

    private IMetaStorage There => Inner ?? throw new InvalidOperationException("there is no connection to ZooKeeper yet");

    public Task<(StorageResult Result, byte[] Data)> GetAsync(string path) => There.GetAsync(path);

    public Task<(StorageResult Result, IReadOnlyList<string> Names)> ChildrenAsync(string path) => There.ChildrenAsync(path);

    public Task<StorageResult> CreateAsync(string path, byte[] data) => There.CreateAsync(path, data);

    public Task<StorageResult> SetAsync(string path, byte[] data) => There.SetAsync(path, data);
}
