using System.Security.Cryptography;
using System.Text;
using Nightshift.Runs;

namespace Nightshift.Chat.Web.Sessions;

/// <summary>A secret that opens the page, and for whom. On the onebox one token speaks for everybody; elsewhere each person has their own.</summary>
public sealed record WebLogin(string Token, IReadOnlyList<PersonId> People)
{
    /// <summary>128 random bits, from the operating system.</summary>
    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Takes the same time whatever is wrong with the token.</summary>
    public bool Opens(string token) =>
        Token.Length > 0 && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(token)), SHA256.HashData(Encoding.UTF8.GetBytes(Token)));

    public override string ToString() => $"login of {string.Join(", ", People)}";
}
