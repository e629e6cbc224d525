using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Nightshift.Playbooks;

/// <summary>Collects the faults of one compilation and gives their places in the files as people wrote them.</summary>
internal sealed class FaultCollector(string main, OptionsInjection injection)
{
    private readonly List<(string Path, TextSpan Span, PlaybookFault Fault)> _faults = [];

    public bool Any => _faults.Count > 0;

    public IReadOnlyList<PlaybookFault> All => [.. _faults
        .Select(entry => entry.Fault)
        .OrderBy(fault => fault.File, StringComparer.Ordinal)
        .ThenBy(fault => fault.Line)
        .ThenBy(fault => fault.Column)
        .Distinct()];

    /// <summary>Adds a fault, unless the same place was already found faulty.</summary>
    public void Add(Location location, string message)
    {
        var inMain = location.SourceTree is null || location.SourceTree.FilePath == main;
        var path = location.SourceTree?.FilePath ?? main;
        var span = inMain ? injection.Back(location.SourceSpan) : location.SourceSpan;
        if (_faults.Exists(known => known.Path == path && known.Span.IntersectsWith(span) && known.Span.Length + span.Length > 0)) return;
        var text = inMain ? injection.Original : location.SourceTree!.GetText();
        _faults.Add((path, span, FaultAt.Of(path, text, span, message)));
    }

    /// <summary>Whether there is a fault on the line; a compiler's error there only says the same in other words.</summary>
    public bool HasOnLine(Location location)
    {
        var line = location.GetLineSpan().StartLinePosition.Line + 1;
        return _faults.Exists(known => known.Path == (location.SourceTree?.FilePath ?? main) && known.Fault.Line == line);
    }
}
