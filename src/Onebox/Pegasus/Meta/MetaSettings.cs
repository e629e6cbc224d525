using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Meta;

/// <summary>What remote commands change: it lives in the memory of one meta server, and a new leader has what its configuration says.</summary>
internal sealed class MetaSettings(MetaOptions options)
{
    private volatile MetaLevel _level = options.LevelOnStart;
    private IReadOnlySet<NodeAddress> _blackList = new HashSet<NodeAddress>();

    /// <summary>The stored level; the one that acts may be freezed meanwhile.</summary>
    public MetaLevel Level
    {
        get => _level;
        set => _level = value;
    }

    /// <summary>Milliseconds before a lost secondary is replaced on another node.</summary>
    public long AssignDelayMs { get; set; } = options.AssignDelayMs;

    public bool FlowControl { get; set; } = options.FlowControl;

    /// <summary>Without <see cref="FlowControl"/> it has no effect.</summary>
    public long AddSecondaryMaxCount { get; set; } = options.AddSecondaryMaxCount;

    /// <summary>Percent.</summary>
    public long LivePercentage { get; set; } = options.LivePercentage;

    public bool OnlyMovePrimary { get; set; }

    public bool OnlyPrimaryBalancer { get; set; }

    public bool BalancerInTurn { get; set; }

    /// <summary>Nodes that get no new secondaries.</summary>
    public IReadOnlySet<NodeAddress> BlackList
    {
        get => Volatile.Read(ref _blackList);
        set => Volatile.Write(ref _blackList, value);
    }
}
