using Microsoft.CodeAnalysis.Text;
using Nightshift.Clusters;

namespace Nightshift.Playbooks;

/// <summary>One source as a playbook: its kind by its folder, compiled and checked.</summary>
internal sealed class PlaybookReader(IReadOnlyList<IClusterKind> kinds, IReadOnlyList<string> reservedWords, PlaybookCompiler compiler)
{
    public IReadOnlyList<IClusterKind> Kinds => kinds;

    /// <param name="read">Gives the text of a path, or throws <see cref="IOException"/> with the reason.</param>
    /// <returns>The playbook, or every fault.</returns>
    public (Playbook? Playbook, IReadOnlyList<PlaybookFault> Faults) Read(string path, Func<string, string> read)
    {
        if (kinds.FirstOrDefault(kind => kind.Name == PlaybookPath.KindOf(path)) is not { } kind)
            return (null, [new PlaybookFault(PlaybookPath.Display(path), 1, 1, $"a playbook lies in the folder of its kind of cluster ({KindNames}), or in lib if others load it", "")]);
        var sources = SourceClosure.Of(path, read);
        var result = compiler.Compile(sources, kind);
        if (result.Playbook is not { } compiled) return (null, result.Faults);
        var playbook = new Playbook(compiled.Descriptor, sources.Files);
        return reservedWords.Contains(compiled.Descriptor.Command.Split(' ')[0], StringComparer.Ordinal)
            ? (null, [AtCommand(playbook, $"the command '{compiled.Descriptor.Command}' begins with a word of the program itself")])
            : (playbook, []);
    }

    public string KindNames => string.Join(", ", kinds.Select(known => known.Name));

    /// <summary>A fault at the place where the playbook names its command.</summary>
    public static PlaybookFault AtCommand(Playbook playbook, string message)
    {
        var text = SourceText.From(playbook.Sources[0].Text);
        var at = text.ToString().IndexOf($"\"{playbook.Descriptor.Command}\"", StringComparison.Ordinal);
        return FaultAt.Of(playbook.Descriptor.Path, text, new TextSpan(Math.Max(0, at), playbook.Descriptor.Command.Length + 2), message);
    }
}
