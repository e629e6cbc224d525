using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.Http;
using Nightshift.Runs;

namespace Nightshift.Chat.Web.Sessions;

/// <summary>Who is behind a request: the tokens that this browser has shown, kept in a cookie that scripts cannot read and other sites cannot send.</summary>
internal sealed class WebSessions(IReadOnlyList<WebLogin> logins)
{
    private const string CookieName = "nightshift";
    private const char Separator = '.';

    /// <summary>The people for whom this browser may speak; empty for a stranger.</summary>
    public IReadOnlyList<PersonId> PeopleOf(HttpRequest request) =>
        [.. TokensOf(request).SelectMany(token => logins.Where(login => login.Opens(token))).SelectMany(login => login.People).Distinct()];

    /// <summary>Remembers a token in the browser, beside those that it has. False when the token opens nothing.</summary>
    public bool TryLogin(HttpContext context, string token)
    {
        if (!logins.Any(login => login.Opens(token))) return false;
        var tokens = TokensOf(context.Request).Where(known => logins.Any(login => login.Opens(known))).Append(token).Distinct(StringComparer.Ordinal);
        context.Response.Cookies.Append(CookieName, string.Join(Separator, tokens.Select(Written)), new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
            IsEssential = true,
        });
        return true;
    }

    private static IEnumerable<string> TokensOf(HttpRequest request) =>
        request.Cookies[CookieName]?.Split(Separator, StringSplitOptions.RemoveEmptyEntries).Take(20).Select(Read).OfType<string>() ?? [];

    /// <summary>A configured token may hold any character, also the one that parts tokens.</summary>
    private static string Written(string token) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(token));

    private static string? Read(string written) => Base64Url.IsValid(written) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(written)) : null;
}
