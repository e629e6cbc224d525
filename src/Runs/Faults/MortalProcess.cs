using Nightshift.Runs.Ownership;

namespace Nightshift.Runs.Faults;

/// <summary>
/// A process that carries runs on and may die at any moment, although the real one lives: from then on its store takes nothing, its steps are cancelled and
/// may not undo anything, and no other begins.
/// </summary>
internal sealed class MortalProcess(Owner owner, TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource _dead = new();

    public Owner Owner => owner;

    public TimeProvider Time => time;

    public WriteFaults Writes { get; } = new(time);

    public CancellationToken Dead => _dead.Token;

    public bool IsDead => _dead.IsCancellationRequested;

    public void Die() => _dead.Cancel();

    /// <exception cref="OperationCanceledException">It has died.</exception>
    public void ThrowIfDead()
    {
        if (IsDead) throw new OperationCanceledException("this process has died", _dead.Token);
    }

    public void Dispose() => _dead.Dispose();
}
