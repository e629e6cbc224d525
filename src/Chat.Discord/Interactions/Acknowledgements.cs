using System.Diagnostics.Metrics;

namespace Nightshift.Chat.Discord.Interactions;

/// <summary>How long interactions wait for their acknowledgement, from when they came in: the histogram <c>nightshift.discord.acknowledgement</c>, in milliseconds.</summary>
internal sealed class Acknowledgements : IDisposable
{
    public const string MeterName = "Nightshift.Discord";
    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<double> _taken;

    public Acknowledgements() => _taken = _meter.CreateHistogram<double>("nightshift.discord.acknowledgement", "ms", "from an interaction to its acknowledgement");

    public void Add(DiscordInteractionKind kind, TimeSpan took) => _taken.Record(took.TotalMilliseconds, new KeyValuePair<string, object?>("kind", kind.ToString()));

    public void Dispose() => _meter.Dispose();
}
