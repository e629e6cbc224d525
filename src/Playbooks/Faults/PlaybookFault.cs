namespace Nightshift.Playbooks;

/// <summary>Something wrong with a source of a playbook, and where.</summary>
/// <param name="File">With the folder in front: <c>scripts/openmldb/upgrade-tablet.csx</c>.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in UTF-16 units.</param>
/// <param name="SourceLine">The line itself, empty when there is none.</param>
/// <param name="Length">How much of the line is meant; at least 1.</param>
public sealed record PlaybookFault(string File, int Line, int Column, string Message, string SourceLine, int Length = 1)
{
    /// <summary>The line below <see cref="SourceLine"/> that points at the column.</summary>
    public string Caret
    {
        get
        {
            var before = SourceLine.Length >= Column - 1 ? SourceLine[..(Column - 1)] : SourceLine;
            var lead = string.Concat(before.Select(c => c == '\t' ? '\t' : IsWide(c) ? '\u3000' : ' '));
            return lead + new string('^', Math.Clamp(Length, 1, Math.Max(1, SourceLine.Length - Column + 1)));
        }
    }

    /// <summary><c>file(line,column): message</c>, then the source line and the caret line.</summary>
    public override string ToString()
    {
        var head = $"{File}({Line},{Column}): {Message}";
        return SourceLine.Length == 0 ? head : $"{head}\n{SourceLine}\n{Caret}";
    }

    // A caret under Chinese text has to be moved by characters of the same width.
    private static bool IsWide(char c) => c is >= '\u1100' and <= '\u115F' or >= '\u2E80' and <= '\uA4CF' or >= '\uAC00' and <= '\uD7A3'
        or >= '\uF900' and <= '\uFAFF' or >= '\uFE30' and <= '\uFE6F' or >= '\uFF00' and <= '\uFF60' or >= '\uFFE0' and <= '\uFFE6';
}
