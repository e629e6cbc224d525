using Nightshift.Onebox.Pegasus.Meta.Storage;

namespace Nightshift.Onebox.Tests.Pegasus.Meta;

/// <summary>A storage whose writes end when the test says so.</summary>
internal sealed class HeldStorage : IMetaStorage
{
    private readonly Queue<TaskCompletionSource<StorageResult>> _writes = new();

    public int Waiting
    {
        get
        {
            lock (_writes)
            {
                return _writes.Count;
            }
        }
    }

    /// <summary>Ends the oldest write.</summary>
    public void End(StorageResult result = StorageResult.Ok)
    {
        lock (_writes)
        {
            _writes.Dequeue().SetResult(result);
        }
    }

    public Task<(StorageResult Result, byte[] Data)> GetAsync(string path) => throw new NotSupportedException();

    public Task<(StorageResult Result, IReadOnlyList<string> Names)> ChildrenAsync(string path) => throw new NotSupportedException();

    public Task<StorageResult> CreateAsync(string path, byte[] data) => Task.FromResult(StorageResult.Ok);

    public Task<StorageResult> SetAsync(string path, byte[] data)
    {
        var write = new TaskCompletionSource<StorageResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_writes)
        {
            _writes.Enqueue(write);
        }

        return write.Task;
    }
}
