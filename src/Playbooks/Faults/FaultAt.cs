using Microsoft.CodeAnalysis.Text;

namespace Nightshift.Playbooks;

/// <summary>Makes a fault out of a place in a text.</summary>
internal static class FaultAt
{
    public static PlaybookFault Of(string path, SourceText text, TextSpan span, string message)
    {
        var start = Math.Min(span.Start, text.Length);
        var line = text.Lines.GetLineFromPosition(start);
        var length = Math.Min(span.End, line.End) - start;
        return new PlaybookFault(PlaybookPath.Display(path), line.LineNumber + 1, start - line.Start + 1, message, line.ToString(), Math.Max(1, length));
    }
}
