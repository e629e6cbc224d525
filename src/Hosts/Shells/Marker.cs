using System.Security.Cryptography;
using System.Text;

namespace Nightshift.Hosts.Shells;

/// <summary>
/// The word that frames a script's output, made anew for each call. Only its halves are in the line, so that a process list in the output
/// does not hold it.
/// </summary>
internal sealed record Marker(string Head, string Tail)
{
    internal byte[] Bytes { get; } = Encoding.ASCII.GetBytes(Head + Tail);

    internal static Marker New() => new(Half(), Half());

    private static string Half() => RandomNumberGenerator.GetHexString(16, lowercase: true);
}
