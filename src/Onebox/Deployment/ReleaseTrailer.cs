using System.Text;

namespace Nightshift.Onebox.Deployment;

/// <summary>
/// The version that an executable carries: a line after the end of its ELF image, <c>\nonebox-release:0.9.3-1f6a24c\n</c>. It makes the bytes of
/// two releases differ and lets a process tell which release it was started from, even after its file was replaced.
/// </summary>
internal static class ReleaseTrailer
{
    private const string Mark = "\nonebox-release:";
    private const int Longest = 128;

    /// <summary>Full version by release, as <c>/version</c> answers: the release and a build id.</summary>
    public static string FullVersion(string release) => $"{release}-{BuildId(release)}";

    public static void Append(string executable, string fullVersion)
    {
        using var stream = new FileStream(executable, FileMode.Append);
        stream.Write(Encoding.ASCII.GetBytes($"{Mark}{fullVersion}\n"));
    }

    /// <summary>The version in <paramref name="executable"/>, or null when it carries none.</summary>
    public static string? Read(string executable)
    {
        using var stream = File.OpenRead(executable);
        stream.Seek(-Math.Min(Longest, stream.Length), SeekOrigin.End);
        var tail = new byte[Longest];
        var text = Encoding.Latin1.GetString(tail, 0, stream.ReadAtLeast(tail, Longest, throwOnEndOfStream: false));
        var start = text.LastIndexOf(Mark, StringComparison.Ordinal);
        return start < 0 ? null : text[(start + Mark.Length)..].TrimEnd('\n');
    }

    private static string BuildId(string release)
    {
        var hash = System.Security.Cryptography.SHA256.HashData(Encoding.ASCII.GetBytes(release));
        return Convert.ToHexStringLower(hash)[..9];
    }
}
