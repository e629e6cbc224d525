using System.Security.Cryptography;
using System.Text.Json;

namespace Nightshift.Onebox.Deployment;

/// <summary>
/// The files that a box's processes run from: the program <c>Nightshift.Onebox</c> and what it needs beside it, found where this code runs
/// (which may be another program that references it).
/// </summary>
internal sealed class ProgramFiles
{
    private const string Program = "Nightshift.Onebox";

    private ProgramFiles(string apphost, IReadOnlyList<string> others, string digest)
    {
        Apphost = apphost;
        Others = others;
        Digest = digest;
    }

    /// <summary>The native executable.</summary>
    public string Apphost { get; }

    /// <summary>Assemblies and their descriptions, by full path.</summary>
    public IReadOnlyList<string> Others { get; }

    /// <summary>SHA-256 over all of them, in hex.</summary>
    public string Digest { get; }

    public static ProgramFiles Find(string directory)
    {
        var apphost = Path.Combine(directory, Program);
        var dependencies = Path.Combine(directory, $"{Program}.deps.json");
        string[] own = [apphost, dependencies, Path.Combine(directory, $"{Program}.runtimeconfig.json")];
        if (own.FirstOrDefault(file => !File.Exists(file)) is { } missing)
            throw new OneboxException($"cannot build the box: {missing} is missing beside the running program");

        var others = own.Skip(1).Concat(Assemblies(dependencies).Select(name => Path.Combine(directory, name))).ToList();
        return new ProgramFiles(apphost, others, DigestOf([apphost, .. others]));
    }

    private static List<string> Assemblies(string dependencies)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(dependencies));
        var names = new List<string>();
        foreach (var target in document.RootElement.GetProperty("targets").EnumerateObject())
        foreach (var library in target.Value.EnumerateObject())
            if (library.Value.TryGetProperty("runtime", out var runtime))
                names.AddRange(runtime.EnumerateObject().Select(file => Path.GetFileName(file.Name)));
        return names;
    }

    private static string DigestOf(IEnumerable<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files) hash.AppendData(File.ReadAllBytes(file));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
