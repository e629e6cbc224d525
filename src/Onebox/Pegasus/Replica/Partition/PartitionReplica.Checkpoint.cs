using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Replica.Partition;

/// <summary>Writing data down, and the time that it stands for.</summary>
internal sealed partial class PartitionReplica
{
    private const double Megabyte = 1024 * 1024;

    /// <summary>How long closing takes.</summary>
    public TimeSpan CloseTime => _host.Options.CloseTime + FlushTime(UnflushedBytes);

    /// <summary>Asked by hand or by the timer; only primaries and secondaries do it. False when this one does not.</summary>
    public bool Checkpoint()
    {
        lock (_lock)
        {
            if (Status is not (PartitionStatus.Primary or PartitionStatus.Secondary)) return false;
            _host.After(FlushTime(UnflushedBytes), WriteDown);
            return true;
        }
    }

    /// <summary>Begins a new log file with the next write.</summary>
    public string SwitchLog()
    {
        lock (_lock) _log.SwitchFile();
        return "switched";
    }

    private void WriteDown()
    {
        lock (_lock)
        {
            if (_closed || Status is PartitionStatus.Error) return;
            _store.Flush();
            _log.Collect(_store.DurableDecree, _host.Options.LogReserveMaxBytes, _host.Options.LogReserveMaxTime);
        }
    }

    private TimeSpan FlushTime(long bytes) => TimeSpan.FromSeconds(bytes / Megabyte / _host.Options.FlushMegabytesPerSecond);

    private TimeSpan CopyTime(long bytes) =>
        TimeSpan.FromSeconds(bytes / Megabyte / _host.Options.LearnMegabytesPerSecond * Math.Max(1, _host.LearnSlots.Taken));
}
