using Spectre.Console.Rendering;

namespace Nightshift.Bot.Output;

/// <summary>Text that is written over a live display: everything from its first line to the end of the screen is erased first, or the rest of longer lines would stay.</summary>
internal sealed class OnClearedLines(IRenderable inner) : IRenderable
{
    private const string EraseToEndOfScreen = "\u001b[J";

    public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => inner.Render(options, maxWidth).Prepend(Segment.Control(EraseToEndOfScreen));
}
