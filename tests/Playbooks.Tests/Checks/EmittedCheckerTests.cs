using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Nightshift.Playbooks.Tests.Fakes;

namespace Nightshift.Playbooks.Tests.Checks;

public sealed class EmittedCheckerTests
{
    [Theory]
    [InlineData("System.IO.File.Delete(\"x\");", "System.IO.File is not for playbooks")]
    [InlineData("var now = System.DateTime.UtcNow;", "System.DateTime.UtcNow")]
    [InlineData("var id = System.Guid.NewGuid();", "System.Guid.NewGuid")]
    [InlineData("System.Environment.Exit(3);", "System.Environment.Exit")]
    [InlineData("System.Threading.Tasks.Task.Run(() => { });", "System.Threading.Tasks.Task.Run")]
    public void Check_AssemblyThatRefersToForbiddenThings_NamesThem(string statement, string expected) =>
        Assert.Contains(FaultsOf($"class A {{ void M() {{ {statement} }} }}"), fault => fault.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void Check_NativeCode_IsRefused() =>
        Assert.Contains("native code is not for playbooks", FaultsOf("class A { [System.Runtime.InteropServices.DllImport(\"libc\")] static extern int getpid(); }"));

    [Fact]
    public void Check_RecordsIteratorsAndAsync_AreTheCompilersOwn() => Assert.Empty(FaultsOf(
        "using System.Threading.Tasks; using System.Collections.Generic; record R(string A); class A { async Task M() { await Task.CompletedTask; } IEnumerable<int> N() { yield return 1; } IEnumerable<int> O(int a) => [a, 2]; }"));

    private static List<string> FaultsOf(string source)
    {
        var references = PlaybookReferences.Of(FakeKind.Instance);
        var compilation = CSharpCompilation.Create("x", [CSharpSyntaxTree.ParseText(source)], references.Metadata, new(OutputKind.DynamicallyLinkedLibrary));
        using var assembly = new MemoryStream();
        Assert.True(compilation.Emit(assembly).Success);
        var faults = new List<string>();
        EmittedChecker.Check(assembly.ToArray(), references, faults.Add);
        return faults;
    }
}
