namespace Nightshift.Pegasus.Maintenance;

/// <summary>
/// How many replicas may learn at once: one at first, which shows whether the server listens at all; twice as many whenever as many came back quickly. What has to copy a
/// whole checkpoint comes back slowly, so that no more are asked for than a server copies at a time (<c>learn_app_max_concurrent_count</c>): it would drop the others without a word.
/// </summary>
internal sealed class LearnWindow(int most)
{
    /// <summary>Upstream's default of checkpoints that one server copies at a time.</summary>
    private const int Checkpoints = 5;

    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(1);

    private int _quick;

    public int Size { get; private set; } = 1;

    /// <summary>The server listens: as many as it copies at a time may be asked for, also while the first one takes long.</summary>
    public void Learns() => Size = Math.Max(Size, Math.Min(Checkpoints, most));

    public void CameBack(TimeSpan took)
    {
        if (took > Quick)
        {
            _quick = 0;
            Size = Math.Min(Size, Checkpoints);
            return;
        }

        if (++_quick < Size) return;
        _quick = 0;
        Size = Math.Min(Size * 2, most);
    }
}
