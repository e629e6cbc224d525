using System.Text;
using System.Text.Json;
using Nightshift.Clusters;

namespace Nightshift.Playbooks;

/// <summary>
/// Writes what an editor needs in order to complete and check playbooks while they are typed: an assembly whose static members are the language, a response
/// file with it and all references and imports, and <c>omnisharp.json</c>, which names that file (OmniSharp takes references and imports of
/// scripts from <c>script.rspFilePath</c>). All of it is made anew by each call and belongs into no repository.
/// </summary>
public sealed class EditorFiles
{
    private const string Folder = ".editor";
    private const string ResponseFile = "nightshift.rsp";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    private readonly PlaybookSettings _settings;
    private readonly PlaybookCatalog _catalog;
    private readonly IReadOnlyList<IClusterKind> _kinds;

    internal EditorFiles(PlaybookSettings settings, PlaybookCatalog catalog, IReadOnlyList<IClusterKind> kinds) => (_settings, _catalog, _kinds) = (settings, catalog, kinds);

    /// <summary>Writes the files into the folder of playbooks; returns their full names.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    public async Task<IReadOnlyList<string>> WriteAsync(CancellationToken cancellationToken)
    {
        var set = await _catalog.CurrentAsync(cancellationToken);
        var scripts = Path.GetFullPath(_settings.Folder);
        var folder = Directory.CreateDirectory(Path.Combine(scripts, Folder)).FullName;
        List<PlaybookReferences> references = [.. _kinds.Select(PlaybookReferences.Of)];
        var language = EditorLanguage.Emit(references, [.. set.Playbooks.SelectMany(playbook => playbook.Descriptor.Options)]);

        (string File, byte[] Content)[] files =
        [
            (Path.Combine(folder, EditorLanguage.AssemblyName + ".dll"), language.Assembly),
            (Path.Combine(folder, EditorLanguage.AssemblyName + ".xml"), language.Documentation),
            (Path.Combine(folder, ResponseFile), Encoding.UTF8.GetBytes(Response(references, Path.Combine(folder, EditorLanguage.AssemblyName + ".dll")))),
            (Path.Combine(scripts, "omnisharp.json"), JsonSerializer.SerializeToUtf8Bytes(
                new { script = new { enabled = true, defaultTargetFramework = "net10.0", rspFilePath = $"./{Folder}/{ResponseFile}" } }, Json)),
        ];
        foreach (var (file, content) in files) await File.WriteAllBytesAsync(file, content, cancellationToken);
        return [.. files.Select(file => file.File)];
    }

    private static string Response(IEnumerable<PlaybookReferences> references, string language)
    {
        var lines = references.SelectMany(reference => reference.Metadata).Select(reference => reference.Display).Append(language).Distinct().Select(file => $"/r:\"{file}\"")
            .Concat(references.SelectMany(reference => reference.Usings).Append(EditorLanguage.TypeName).Distinct().Select(name => $"/u:{name}"));
        return string.Join('\n', lines) + "\n";
    }
}
