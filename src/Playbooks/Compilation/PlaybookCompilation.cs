using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Nightshift.Clusters;

namespace Nightshift.Playbooks;

/// <summary>One compilation: parse, bind, read the descriptor, check, emit, check what was emitted.</summary>
internal sealed class PlaybookCompilation(SourceClosure sources, IClusterKind kind, PlaybookReferences references, string key)
{
    public CompilationResult Run()
    {
        var injection = OptionsInjection.Into(sources.TextOf(sources.Main), sources.Main);
        var tree = CSharpSyntaxTree.ParseText(injection.Injected, PlaybookSyntax.Options, sources.Main);
        var compilation = CSharpCompilation.CreateScriptCompilation(
            $"playbook-{key[..16]}", tree, references.Metadata, Options(), previousScriptCompilation: null, typeof(object), typeof(PlaybookGlobals));
        var faults = new FaultCollector(sources.Main, injection);
        AddErrors(compilation.GetParseDiagnostics(), faults);
        if (faults.Any) return CompilationResult.Failed(faults.All);
        var descriptor = new DescriptorReader(faults, kind, sources.Main).Read(tree, compilation.GetSemanticModel(tree));
        new PlaybookChecker(compilation, references, faults).Check();
        using var assembly = new MemoryStream();
        var emitted = compilation.Emit(assembly, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.Embedded));
        AddErrors(emitted.Diagnostics, faults);
        if (faults.Any || descriptor is null || !emitted.Success) return CompilationResult.Failed(faults.All);

        EmittedChecker.Check(assembly.ToArray(), references, message => faults.Add(tree.GetLocation(default), message));
        return faults.Any ? CompilationResult.Failed(faults.All) : new CompilationResult(new CompiledPlaybook(key, descriptor, assembly.ToArray()), []);
    }

    private CSharpCompilationOptions Options() => new(
        OutputKind.DynamicallyLinkedLibrary,
        scriptClassName: PlaybookSyntax.ClassName,
        usings: references.Usings,
        optimizationLevel: OptimizationLevel.Release,
        checkOverflow: true,
        allowUnsafe: false,
        concurrentBuild: false,
        deterministic: true,
        sourceReferenceResolver: new PlaybookSourceResolver(sources),
        metadataReferenceResolver: NoMetadataResolver.Instance,
        nullableContextOptions: NullableContextOptions.Enable);

    private static void AddErrors(IEnumerable<Diagnostic> diagnostics, FaultCollector faults)
    {
        foreach (var error in diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList())
        {
            if (!faults.HasOnLine(error.Location)) faults.Add(error.Location, Refusals.ForUnknownName(error) ?? $"{error.GetMessage(null)} ({error.Id})");
        }
    }
}
