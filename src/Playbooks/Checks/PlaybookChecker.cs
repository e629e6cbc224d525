using Microsoft.CodeAnalysis.CSharp;

namespace Nightshift.Playbooks;

internal sealed class PlaybookChecker(CSharpCompilation compilation, PlaybookReferences references, FaultCollector faults)
{
    public void Check() => _ = (compilation, references, faults);
}
