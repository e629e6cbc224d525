namespace Nightshift.ZooKeeper;

/// <summary>A value and the watch that was set in the same instant: no change can fall between the two.</summary>
/// <remarks>Dispose it to forget the watch; a watch that nobody waits for costs the servers an event, nothing else.</remarks>
public sealed class Watched<T> : IDisposable
{
    private readonly Action _forget;

    internal Watched(T value, Task<WatchEvent> fired, Action forget)
    {
        Value = value;
        Fired = fired;
        _forget = forget;
    }

    public T Value { get; }

    /// <summary>
    /// Ends with the first change after <see cref="Value"/> was read, also one that came about while no server was connected.
    /// Fails with <see cref="SessionExpiredException"/> when the session ends first and with
    /// <see cref="ObjectDisposedException"/> when the client is disposed; canceled when this object is.
    /// </summary>
    public Task<WatchEvent> Fired { get; }

    public void Dispose() => _forget();
}
