namespace Nightshift.Onebox.OpenMldb.Nameserver;

/// <summary>The nameserver's one lock (<c>mu_</c>), to be held across calls to ZooKeeper.</summary>
internal sealed class Mutex : IDisposable
{
    private readonly SemaphoreSlim _semaphore = new(1, 1);

    public async Task<IDisposable> HoldAsync()
    {
        await _semaphore.WaitAsync();
        return new Hold(_semaphore);
    }

    public void Dispose() => _semaphore.Dispose();

    private sealed class Hold(SemaphoreSlim semaphore) : IDisposable
    {
        private int _released;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _released, 1) == 0)
            {
                semaphore.Release();
            }
        }
    }
}
