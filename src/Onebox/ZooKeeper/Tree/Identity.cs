using System.Security.Cryptography;
using System.Text;
using Nightshift.ZooKeeper;
using Nightshift.ZooKeeper.Protocol;

namespace Nightshift.Onebox.ZooKeeper.Tree;

/// <summary>Who a connection has proven to be. Source: upstream's <c>DigestAuthenticationProvider</c>, <c>IPAuthenticationProvider</c>.</summary>
internal readonly record struct Identity(string Scheme, string Id)
{
    private const string DigestScheme = "digest";

    /// <summary>The identity of <c>user:password</c>; null when the scheme is not known.</summary>
    public static Identity? Prove(string scheme, byte[] credential)
    {
        if (scheme != DigestScheme)
            return null;
        var text = Encoding.UTF8.GetString(credential);
        return new Identity(DigestScheme, $"{text.Split(':')[0]}:{Convert.ToBase64String(Digest(credential))}");
    }

    /// <summary>An ACL as it is stored: <c>auth</c> replaced by the creator's identities.</summary>
    /// <exception cref="Refusal"><see cref="ErrorCode.InvalidAcl"/>: empty, of an unknown scheme, or of a creator without identity.</exception>
    public static AclEntry[] Resolve(AclEntry[] acl, IReadOnlyCollection<Identity> identities)
    {
        var resolved = acl.Distinct().SelectMany(entry => entry.Scheme switch
        {
            "world" when entry.Id == "anyone" => [entry],
            "auth" => identities.Where(i => i.Scheme == DigestScheme).Select(i => new AclEntry(entry.Permissions, i.Scheme, i.Id)),
            DigestScheme when entry.Id.Split(':').Length == 2 => [entry],
            "ip" => [entry],
            _ => throw new Refusal(ErrorCode.InvalidAcl),
        }).ToArray();
        var nobody = acl.Any(entry => entry.Scheme == "auth") && !identities.Any(i => i.Scheme == DigestScheme);
        return resolved.Length == 0 || nobody ? throw new Refusal(ErrorCode.InvalidAcl) : resolved;
    }

    /// <exception cref="Refusal"><see cref="ErrorCode.NoAuth"/>.</exception>
    public static void Require(Permissions any, AclEntry[] acl, IReadOnlyCollection<Identity> identities)
    {
        if (!acl.Any(entry => (entry.Permissions & any) != 0 && (entry.Scheme == "world" || identities.Contains(new(entry.Scheme, entry.Id)))))
            throw new Refusal(ErrorCode.NoAuth);
    }

    /// <summary>SHA-1 is what the protocol prescribes for stored identities.</summary>
    private static byte[] Digest(byte[] credential) => SHA1.HashData(credential);
}
