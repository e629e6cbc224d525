using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Nightshift.Clusters;
using Nightshift.Runs;

namespace Nightshift.Playbooks;

/// <summary>What the playbooks of one kind of cluster compile against. Read once per assembly and shared by all.</summary>
internal sealed class PlaybookReferences
{
    // Beyond what playbooks may use, these hold what they may not, so that a refusal can name it instead of "does not exist".
    private static readonly string[] Framework =
    [
        "System.Private.CoreLib", "System.Runtime", "System.Linq", "System.Collections", "System.Collections.Immutable", "System.Memory",
        "System.Text.RegularExpressions", "System.Private.Uri", "System.Console", "System.Collections.Concurrent", "System.Diagnostics.Process",
        "System.Linq.Expressions", "System.Linq.Parallel", "System.Net.Http", "System.Net.Primitives", "System.Net.Sockets", "System.Security.Cryptography",
        "System.Threading", "Microsoft.CSharp",
    ];

    private static readonly string[] Imports =
    [
        "System", "System.Collections.Generic", "System.Linq", "System.Threading.Tasks", "Nightshift.Runs", "Nightshift.Clusters", "Nightshift.Playbooks",
    ];

    private static readonly ConcurrentDictionary<string, Lazy<PortableExecutableReference>> Read = new(StringComparer.Ordinal);

    private readonly FrozenSet<string> _kindTypes;

    private PlaybookReferences(IClusterKind kind)
    {
        Type[] own = [typeof(IRunContext), typeof(ICluster), typeof(PlaybookGlobals), .. kind.PlaybookTypes, .. kind.NodeTypes];
        var folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        Metadata = [.. Framework.Select(name => Path.Combine(folder, name + ".dll")).Concat(own.Select(type => type.Assembly.Location)).Distinct().Select(Load)];
        Usings = [.. Imports.Concat(kind.PlaybookTypes.Concat(kind.NodeTypes).Select(type => type.Namespace ?? "").Where(name => name.Length > 0)).Distinct()];
        _kindTypes = KindTypes.Of(kind);
        Identity = string.Join(' ', Metadata.Select(MvidOf).Concat(Usings));
    }

    public ImmutableArray<MetadataReference> Metadata { get; }

    /// <summary>The namespaces that are imported without being written.</summary>
    public ImmutableArray<string> Usings { get; }

    /// <summary>Whether the type, by its full name, is part of the kind's own language.</summary>
    public bool IsOfKind(string type) => _kindTypes.Contains(type);

    /// <summary>Changes with any of the assemblies.</summary>
    public string Identity { get; }

    public static PlaybookReferences Of(IClusterKind kind) => new(kind);

    private static MetadataReference Load(string path) =>
        Read.GetOrAdd(path, static file => new Lazy<PortableExecutableReference>(() => MetadataReference.CreateFromFile(file))).Value;

    private static string MvidOf(MetadataReference reference) =>
        ((AssemblyMetadata)((PortableExecutableReference)reference).GetMetadata()).GetModules()[0].GetModuleVersionId().ToString("N");
}
