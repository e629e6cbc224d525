using Microsoft.AspNetCore.Http;
using Nightshift.Chat.Web.Sessions;
using Nightshift.Runs;

namespace Nightshift.Chat.Web.Tests.Sessions;

public sealed class WebSessionsTests
{
    private static readonly PersonId Wei = new("wei");
    private static readonly PersonId Olga = new("olga");
    private readonly WebSessions _sessions = new([new WebLogin("token.of;wei=1 伟", [Wei]), new WebLogin("token-of-olga-123", [Olga])]);
    private string _cookie = "";

    [Fact]
    public void People_WithoutCookie_AreNone() => Assert.Empty(People());

    [Theory]
    [InlineData("")]
    [InlineData("token")]
    [InlineData("token-of-olga-1234")]
    [InlineData("TOKEN-OF-OLGA-123")]
    public void Login_WrongToken_OpensNothing(string token)
    {
        Assert.False(Login(token));
        Assert.Empty(People());
    }

    [Fact]
    public void Login_OneToken_SpeaksForItsPersonOnly()
    {
        Assert.True(Login("token-of-olga-123"));

        Assert.Equal([Olga], People());
    }

    [Fact]
    public void Login_SeveralTokens_AreAllRemembered()
    {
        Assert.True(Login("token-of-olga-123"));
        Assert.True(Login("token.of;wei=1 伟"));
        Assert.True(Login("token-of-olga-123"));

        Assert.Equal([Olga, Wei], People().OrderBy(person => person.Value));
    }

    [Theory]
    [InlineData("nightshift=%%%.!!!.====")]
    [InlineData("nightshift=token-of-olga-123")]
    [InlineData("nightshift=")]
    [InlineData("other=dG9rZW4tb2Ytb2xnYS0xMjM")]
    public void People_ForgedCookie_AreNone(string cookie)
    {
        _cookie = cookie;

        Assert.Empty(People());
    }

    [Fact]
    public void Opens_EmptyToken_IsNeverRight() => Assert.False(new WebLogin("", [Wei]).Opens(""));

    [Fact]
    public void NewToken_Each_Is128BitsOfItsOwn()
    {
        Assert.Equal(32, WebLogin.NewToken().Length);
        Assert.NotEqual(WebLogin.NewToken(), WebLogin.NewToken());
    }

    [Fact]
    public void ToString_OfALogin_HidesTheToken() => Assert.Equal("login of wei", new WebLogin("secret-secret-secret", [Wei]).ToString());

    private bool Login(string token)
    {
        var context = Context();
        var opened = _sessions.TryLogin(context, token);
        if (opened)
        {
            var set = context.Response.Headers.SetCookie.ToString();
            Assert.Contains("httponly", set, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("samesite=strict", set, StringComparison.OrdinalIgnoreCase);
            _cookie = set.Split(';')[0];
        }

        return opened;
    }

    private IReadOnlyList<PersonId> People() => _sessions.PeopleOf(Context().Request);

    private DefaultHttpContext Context()
    {
        var context = new DefaultHttpContext();
        if (_cookie.Length > 0) context.Request.Headers.Cookie = _cookie;
        return context;
    }
}
