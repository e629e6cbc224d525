using System.Security.Cryptography;
using Nightshift.Hosts.Shells;

namespace Nightshift.Hosts.Files;

/// <summary>Exit codes of files.sh and what they mean to a caller.</summary>
internal static class FileCodes
{
    internal const int NotFound = 3;
    internal const int DigestMismatch = 4;
    internal const int Conflict = 5;

    internal static HostFileException Fault(HostAddress host, int code, string path, ScriptAnswer answer)
    {
        var said = answer.Stderr.Excerpt.Trim();
        return code switch
        {
            NotFound => new HostFileException(host, HostFileFault.NotFound, path, said.Length == 0 ? "is not there" : said),
            DigestMismatch => new HostFileException(host, HostFileFault.DigestMismatch, path, "what arrived is not what was sent"),
            Conflict => new HostFileException(host, HostFileFault.Conflict, path, said.Length == 0 ? "is there with other content" : said),
            _ => new HostFileException(host, HostFileFault.Failed, path, $"code {code}: {said}"),
        };
    }

    /// <summary>The name beside the target under which content arrives; each call has its own.</summary>
    internal static string PartOf(string path) => $"{path.TrimEnd('/')}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}.part";

    internal static string Octal(UnixFileMode mode) => Convert.ToString((int)mode, 8);
}
