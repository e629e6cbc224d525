using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using Nightshift.Runs;

namespace Nightshift.Playbooks;

/// <summary>The identity of a compiled playbook: all sources, what is injected, what it is compiled against and the compiler.</summary>
internal static class CacheKey
{
    private static readonly string Compiler = typeof(CSharpCompilation).Assembly.ManifestModule.ModuleVersionId.ToString("N");

    /// <summary>SHA-256, lower-case hex.</summary>
    public static string Of(SourceClosure sources, string kind, PlaybookReferences references)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, Compiler);
        Append(hash, references.Identity);
        Append(hash, OptionsInjection.Declaration("_"));
        Append(hash, kind);
        foreach (var file in sources.Files) Append(hash, file);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, SourceFile file)
    {
        Append(hash, file.Path);
        Append(hash, file.Text);
    }

    // The length in front keeps "ab","c" and "a","bc" apart.
    private static void Append(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        hash.AppendData(Encoding.ASCII.GetBytes(bytes.Length.ToString(CultureInfo.InvariantCulture) + ":"));
        hash.AppendData(bytes);
    }
}
