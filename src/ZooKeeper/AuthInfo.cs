using System.Text;

namespace Nightshift.ZooKeeper;

/// <summary>An identity to prove to every server that the session connects to. The credential never shows in text form.</summary>
public sealed class AuthInfo
{
    private readonly byte[] _credential;

    public AuthInfo(string scheme, ReadOnlySpan<byte> credential)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(scheme);
        Scheme = scheme;
        _credential = credential.ToArray();
    }

    /// <summary>Such as <c>digest</c>.</summary>
    public string Scheme { get; }

    internal byte[] Credential => _credential;

    /// <summary>The scheme <c>digest</c> with the text <c>user:password</c>.</summary>
    public static AuthInfo Digest(string userAndPassword) => new("digest", Encoding.UTF8.GetBytes(userAndPassword));

    public override string ToString() => Scheme + ":***";
}
