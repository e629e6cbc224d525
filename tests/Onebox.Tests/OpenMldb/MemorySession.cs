using Nightshift.Onebox.OpenMldb.Coordination;

namespace Nightshift.Onebox.Tests.OpenMldb;

/// <summary>One node's session with the <see cref="MemoryEnsemble"/>.</summary>
internal sealed class MemorySession(MemoryEnsemble ensemble) : INodeZooKeeper
{
    private object? _owner;
    private object? _abandoned;

    public bool IsConnected => _owner is not null;

    public long SessionTerm { get; private set; }

    /// <summary>The process dies: its session lives on until <see cref="Expire"/>.</summary>
    public void Abandon() => (_abandoned, _owner) = (_owner ?? _abandoned, null);

    /// <summary>The servers end the session.</summary>
    public void Expire()
    {
        if ((_owner ?? _abandoned) is { } owner)
        {
            ensemble.Expire(owner);
        }

        (_owner, _abandoned) = (null, null);
    }

    public Task<bool> ConnectAsync(CancellationToken cancellationToken)
    {
        _owner = new object();
        SessionTerm++;
        return Task.FromResult(true);
    }

    public async Task<bool> ReconnectAsync(CancellationToken cancellationToken)
    {
        await CloseAsync();
        return await ConnectAsync(cancellationToken);
    }

    public Task CloseAsync()
    {
        if (_owner is { } owner)
        {
            ensemble.Expire(owner);
            _owner = null;
        }

        return Task.CompletedTask;
    }

    public Task<byte[]?> GetAsync(string path) => Task.FromResult(_owner is null ? null : ensemble.Get(path));

    public Task<bool> ExistsAsync(string path) => Task.FromResult(_owner is not null && ensemble.Exists(path));

    public Task<bool> CreateAsync(string path, byte[] value)
        => Task.FromResult(_owner is not null && ensemble.Create(path, value, null, sequential: false) is not null);

    public Task<string?> CreateEphemeralAsync(string path, byte[] value, bool sequential)
        => Task.FromResult(_owner is null ? null : ensemble.Create(path, value, _owner, sequential));

    public Task<bool> SetAsync(string path, byte[] value) => Task.FromResult(_owner is not null && ensemble.Set(path, value));

    public Task<bool> IncrementAsync(string path)
        => Task.FromResult(_owner is not null && ensemble.Text(path) is { } text
            && ensemble.Set(path, System.Text.Encoding.UTF8.GetBytes($"{long.Parse(text, null) + 1}")));

    public Task<bool> DeleteAsync(string path) => Task.FromResult(_owner is not null && ensemble.Delete(path));

    public Task<IReadOnlyList<string>?> ChildrenAsync(string path)
        => Task.FromResult<IReadOnlyList<string>?>(_owner is null || !ensemble.Exists(path) ? null : ensemble.Children(path));

    public Task<bool> WatchChildrenAsync(string path, Func<IReadOnlyList<string>, Task> changed)
    {
        if (_owner is not { } owner)
        {
            return Task.FromResult(false);
        }

        ensemble.AddWatch(path, owner, nodes => _owner == owner ? changed(nodes) : Task.CompletedTask);
        return Task.FromResult(true);
    }

    /// <summary>A node that ends lets its session be.</summary>
    public ValueTask DisposeAsync()
    {
        Abandon();
        return ValueTask.CompletedTask;
    }
}
