using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Nightshift.Playbooks.Tests.Fakes;

namespace Nightshift.Playbooks.Tests.Authoring;

/// <summary>
/// What an editor makes of the files: it parses the response file as OmniSharp does (its <c>ScriptProjectProvider</c>: the parser for scripts, references and
/// imports of the response file, a submission without any host object of ours) and asks the compiler what can be written at a place.
/// </summary>
public sealed class EditorFilesTests : IDisposable
{
    private readonly PlaybookBox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task Compilation_AsAnEditorMakesIt_HasNoErrors()
    {
        var compilation = await CompileAsync("fake/upgrade-tablet.csx", PlaybookBox.UpgradeTablet);

        Assert.DoesNotContain(compilation.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    [Fact]
    public async Task Completion_AtTheTop_OffersTheLanguage()
    {
        var compilation = await CompileAsync("fake/upgrade-tablet.csx", PlaybookBox.UpgradeTablet);

        var names = compilation.GetSemanticModel(compilation.SyntaxTrees.Last()).LookupSymbols(PlaybookBox.UpgradeTablet.Length).Select(symbol => symbol.Name).ToHashSet();

        Assert.Superset(
            new HashSet<string>(["OneByOne", "Together", "Step", "Observe", "Gate", "Hold", "Say", "Scope", "SafePoint", "Status", "Tables", "Operations", "Check", "Cluster", "ClusterName", "options"]),
            names);
    }

    [Theory]
    [InlineData("tablet.Drain", "Drain Stop Install Start CatchUp Name")]
    [InlineData("options.Version", "Endpoint Version AllowSingleReplica Mon")]
    public async Task Completion_BehindADot_OffersTheMembers(string expression, string expected)
    {
        var compilation = await CompileAsync("fake/upgrade-tablet.csx", PlaybookBox.UpgradeTablet);
        var tree = compilation.SyntaxTrees.Last();
        var model = compilation.GetSemanticModel(tree);
        var access = (await tree.GetRootAsync()).DescendantNodes().OfType<MemberAccessExpressionSyntax>().First(node => node.ToString() == expression);

        var names = model.LookupSymbols(access.Name.SpanStart, model.GetTypeInfo(access.Expression).Type!).Select(symbol => symbol.Name).ToHashSet();

        Assert.Superset(expected.Split(' ').ToHashSet(), names);
    }

    [Fact]
    public async Task Help_OfTheLanguage_IsThere()
    {
        await WriteAsync();

        var help = await File.ReadAllTextAsync(Path.Combine(_box.Scripts, ".editor", "Nightshift.Playbooks.Language.xml"));

        Assert.Contains("Waits until a condition on live state holds", help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OmniSharpJson_NamesTheResponseFile()
    {
        await WriteAsync();

        using var json = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_box.Scripts, "omnisharp.json")));

        Assert.True(File.Exists(Path.Combine(_box.Scripts, json.RootElement.GetProperty("script").GetProperty("rspFilePath").GetString()!)));
    }

    [Fact]
    public void Options_OfOneNameAndTwoTypes_AreLeftOpen()
    {
        var option = new PlaybookOption("wait", "Wait", OptionType.Integer, "how <long>", true, null, false, 0, null, []);

        var source = EditorOptions.Source([option, option with { Type = OptionType.Duration }, option with { Name = "mode", Property = "Mode", Type = OptionType.Text, Nullable = true }]);

        Assert.Contains("public dynamic @Wait", source, StringComparison.Ordinal);
        Assert.Contains("public string? @Mode", source, StringComparison.Ordinal);
        Assert.Contains("how &lt;long&gt;", source, StringComparison.Ordinal);
    }

    private Task<IReadOnlyList<string>> WriteAsync() =>
        new EditorFiles(new PlaybookSettings { Folder = _box.Scripts }, _box.Catalog, [FakeKind.Instance]).WriteAsync(default);

    private async Task<CSharpCompilation> CompileAsync(string path, string text)
    {
        await WriteAsync();
        var response = CSharpCommandLineParser.Script.Parse([$"@{Path.Combine(_box.Scripts, ".editor", "nightshift.rsp")}"], _box.Scripts, null);
        Assert.Empty(response.Errors);
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, usings: response.CompilationOptions.Usings)
            .WithSourceReferenceResolver(new SourceFileResolver([], _box.Scripts));
        var tree = CSharpSyntaxTree.ParseText(
            text, new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.Parse, SourceCodeKind.Script), Path.Combine(_box.Scripts, path));
        return CSharpCompilation.CreateScriptCompilation("edited", tree, response.MetadataReferences.Select(reference => MetadataReference.CreateFromFile(reference.Reference)), options);
    }
}
