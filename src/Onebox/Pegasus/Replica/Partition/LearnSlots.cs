namespace Nightshift.Onebox.Pegasus.Replica.Partition;

/// <summary>Counts the checkpoints that a server learns at the same time.</summary>
internal sealed class LearnSlots
{
    private int _taken;

    public int Taken => Volatile.Read(ref _taken);

    /// <summary>False when there are as many as may be.</summary>
    public bool TryTake(int most)
    {
        if (Interlocked.Increment(ref _taken) <= most) return true;
        Interlocked.Decrement(ref _taken);
        return false;
    }

    public void Free() => Interlocked.Decrement(ref _taken);
}
