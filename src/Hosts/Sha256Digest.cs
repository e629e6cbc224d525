using System.Security.Cryptography;

namespace Nightshift.Hosts;

/// <summary>A SHA-256 digest: 64 lower-case hexadecimal digits.</summary>
public readonly record struct Sha256Digest
{
    private readonly string? _hex;

    private Sha256Digest(string hex) => _hex = hex;

    public string Hex => _hex ?? throw new InvalidOperationException("the digest was never set");

    /// <exception cref="FormatException">Not 64 hexadecimal digits.</exception>
    public static Sha256Digest Parse(string hex) => hex.Length == 64 && hex.All(char.IsAsciiHexDigit)
        ? new Sha256Digest(hex.ToLowerInvariant())
        : throw new FormatException($"'{hex}' is not a SHA-256 digest");

    public static Sha256Digest Of(ReadOnlySpan<byte> content) => new(Convert.ToHexStringLower(SHA256.HashData(content)));

    public static async Task<Sha256Digest> OfFileAsync(string localPath, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(localPath);
        return new Sha256Digest(Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken)));
    }

    public override string ToString() => Hex;
}
