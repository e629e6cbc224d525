using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Nightshift.Runs;

namespace Nightshift.Playbooks;

/// <summary>A main file with everything that it loads, directly or not.</summary>
/// <param name="Files">The main file first, each file once.</param>
internal sealed record SourceClosure(string Main, IReadOnlyList<SourceFile> Files, IReadOnlyList<PlaybookFault> Faults)
{
    private const int MostFiles = 64;

    public string TextOf(string path) => Files.First(file => file.Path == path).Text;

    /// <summary>Follows <c>#load</c> from the main file on.</summary>
    /// <param name="read">Gives the text of a path, or throws <see cref="IOException"/> with the reason.</param>
    public static SourceClosure Of(string main, Func<string, string> read)
    {
        var files = new List<SourceFile>();
        var faults = new List<PlaybookFault>();
        try
        {
            Follow(new SourceFile(main, read(main)), read, files, faults);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(new PlaybookFault(PlaybookPath.Display(main), 1, 1, e.Message, ""));
        }

        return new SourceClosure(main, files, faults);
    }

    private static void Follow(SourceFile file, Func<string, string> read, List<SourceFile> files, List<PlaybookFault> faults)
    {
        files.Add(file);
        var text = SourceText.From(file.Text);
        var root = (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(text, PlaybookSyntax.Options, file.Path).GetRoot();
        foreach (var reference in root.GetReferenceDirectives())
            faults.Add(FaultAt.Of(file.Path, text, reference.Span, "#r is not for playbooks: the types that they may use are there without it"));
        foreach (var load in root.GetLoadDirectives())
        {
            var wanted = load.File.ValueText;
            var path = PlaybookPath.Resolve(wanted, file.Path);
            if (path is null || !path.EndsWith(PlaybookPath.Extension, StringComparison.Ordinal))
                faults.Add(FaultAt.Of(file.Path, text, load.File.Span, $"#load stays within the folder of playbooks and names a .csx file, '{wanted}' does not"));
            else if (files.Count >= MostFiles)
                faults.Add(FaultAt.Of(file.Path, text, load.File.Span, $"a playbook is made of at most {MostFiles} files"));
            else if (files.TrueForAll(known => known.Path != path))
                FollowLoad(path, file, text, load, read, files, faults);
        }
    }

    private static void FollowLoad(
        string path,
        SourceFile file,
        SourceText text,
        LoadDirectiveTriviaSyntax load,
        Func<string, string> read,
        List<SourceFile> files,
        List<PlaybookFault> faults)
    {
        try
        {
            Follow(new SourceFile(path, read(path)), read, files, faults);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(FaultAt.Of(file.Path, text, load.File.Span, $"'{PlaybookPath.Display(path)}' cannot be loaded: {e.Message}"));
        }
    }
}
