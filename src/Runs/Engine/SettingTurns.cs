using System.Collections.Concurrent;

namespace Nightshift.Runs.Engine;

/// <summary>
/// Lets the steps of a run that read or write one setting for a hold go one after another, each until its result is in the journal: who is the last
/// one out is decided on what the one before it left.
/// </summary>
internal sealed class SettingTurns
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = [];

    public async Task<IDisposable> TakeAsync(string setting, CancellationToken cancellationToken)
    {
        var turn = _turns.GetOrAdd(setting, _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancellationToken);
        return new Taken(turn);
    }

    private sealed class Taken(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
