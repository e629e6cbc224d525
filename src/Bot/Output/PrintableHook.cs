using Nightshift.Chat.Rendering;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Nightshift.Bot.Output;

/// <summary>The one place where text leaves for a terminal: everything but the console's own control codes becomes printable.</summary>
internal sealed class PrintableHook : IRenderHook
{
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) => renderables.Select(renderable => new Harmless(renderable));

    private sealed class Harmless(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => inner.Render(options, maxWidth).Select(Clean);

        private static Segment Clean(Segment segment) =>
            segment.IsControlCode || segment.IsLineBreak ? segment : new Segment(string.Join('\n', segment.Text.Split('\n').Select(Printable.Line)), segment.Style);
    }
}
