using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Canary;

/// <summary>The probes of one cluster that work in this process, by the key that their run has journaled.</summary>
internal sealed class Canaries(IPegasusClient client, CanarySettings settings, TimeProvider time) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task<CanaryProbe>> _probes = new(StringComparer.Ordinal);
    private bool _disposed;

    public CanarySettings Settings => settings;

    public CanaryTable Table => new(client, settings, time);

    /// <summary>The probe with this key, begun unless it works in this process already.</summary>
    /// <param name="remark">For its report, when it is begun here; null: nothing to say.</param>
    /// <exception cref="PegasusException">The table cannot be opened.</exception>
    /// <exception cref="CanaryException">The client's partition hash is wrong.</exception>
    public async Task<CanaryProbe> Of(string key, string? remark, CancellationToken cancellationToken)
    {
        Task<CanaryProbe> probe;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_probes.TryGetValue(key, out probe!) || probe.IsFaulted || probe.IsCanceled) _probes[key] = probe = BeginAsync(remark);
        }

        return await probe.WaitAsync(cancellationToken);
    }

    /// <summary>Ends the probe with this key and reads back what it wrote.</summary>
    public async Task<CanaryReport> End(string key, CancellationToken cancellationToken)
    {
        Task<CanaryProbe>? found;
        lock (_lock) _probes.Remove(key, out found);
        if (found is null) return CanaryReport.Nothing(settings.Table, "the program was restarted and no probe has worked in this process since; the counts of the one before are lost", time.GetUtcNow());
        try
        {
            await using var probe = await found;
            return await probe.StopAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is PegasusException or CanaryException)
        {
            return CanaryReport.Nothing(settings.Table, fault.Message, time.GetUtcNow());
        }
    }

    public async ValueTask DisposeAsync()
    {
        List<Task<CanaryProbe>> left;
        lock (_lock)
        {
            _disposed = true;
            left = [.. _probes.Values];
            _probes.Clear();
        }

        foreach (var begun in left)
        {
            await ((Task)begun).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (begun.IsCompletedSuccessfully) await begun.Result.DisposeAsync();
        }
    }

    /// <summary>Not cancelled with whoever asked first: others wait for it too. The client's own time-outs bound it.</summary>
    private async Task<CanaryProbe> BeginAsync(string? remark)
    {
        await Task.Yield();
        var table = await client.Table(settings.Table, CancellationToken.None);
        return new CanaryProbe(table, CanaryOptions.Of(settings), remark is null ? [] : [remark], time);
    }
}
