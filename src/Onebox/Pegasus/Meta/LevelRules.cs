using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Meta;

/// <summary>The level that acts: the stored one, or freezed when too few nodes are alive (<c>get_function_level</c>).</summary>
internal sealed class LevelRules(MetaSettings settings, FailureDetector detector)
{
    public MetaLevel Effective
        => settings.Level > MetaLevel.Freezed && detector.MustFreeze(settings.LivePercentage) ? MetaLevel.Freezed : settings.Level;

    /// <summary>How many nodes give signs of life.</summary>
    public int AliveNodes => detector.Alive.Count;
}
