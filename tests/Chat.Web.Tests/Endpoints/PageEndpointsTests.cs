using System.Net;
using System.Net.Http.Json;
using Nightshift.Runs;
using NSubstitute;

namespace Nightshift.Chat.Web.Tests.Endpoints;

public sealed class PageEndpointsTests : IAsyncLifetime
{
    private Page _page = null!;

    public async Task InitializeAsync() => _page = await Page.OpenAsync();

    public async Task DisposeAsync() => await _page.DisposeAsync();

    [Fact]
    public async Task Stranger_SeesOnlyTheLogin()
    {
        using var page = await Get("/");
        Assert.Equal(HttpStatusCode.Unauthorized, page.StatusCode);
        Assert.DoesNotContain("olga", await page.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        foreach (var path in new[] { "/events", "/complete?as=olga&text=/" }) Assert.Equal(HttpStatusCode.Unauthorized, (await Get(path)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _page.SayAsync(new { @as = "olga", text = "/whoami" })).StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("wrong")]
    public async Task Login_WrongToken_IsForbidden(string token) => Assert.Equal(HttpStatusCode.Forbidden, (await Get($"/?token={token}")).StatusCode);

    [Fact]
    public async Task Page_OfOnePerson_SpeaksForThemOnly()
    {
        await _page.LoginAsync(Page.OlgasToken);

        var html = await (await Get("/")).Content.ReadAsStringAsync();

        Assert.Contains("Olga &lt;b&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("wei", html, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await _page.SayAsync(new { @as = "olga", text = "/whoami" })).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _page.SayAsync(new { @as = "wei", text = "/whoami" })).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Get("/complete?as=wei&text=/")).StatusCode);
        using var reaction = await _page.Browser.PostAsJsonAsync(new Uri("/react", UriKind.Relative), new { @as = "wei", run = "7", reaction = "Approve", hash = "x" });
        Assert.Equal(HttpStatusCode.Unauthorized, reaction.StatusCode);
        await _page.Runs.DidNotReceiveWithAnyArgs().ApproveAsync(default, default, "", default);
    }

    [Fact]
    public async Task Page_WithBothTokens_SpeaksForBoth()
    {
        await _page.LoginAsync(Page.OlgasToken);
        await _page.LoginAsync(Page.WeisToken);

        Assert.Equal(HttpStatusCode.OK, (await _page.SayAsync(new { @as = "olga", text = "/whoami" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _page.SayAsync(new { @as = "wei", text = "/whoami" })).StatusCode);
    }

    [Fact]
    public async Task Say_FromAnotherSite_IsRefused()
    {
        await _page.LoginAsync(Page.OlgasToken);
        _page.Browser.DefaultRequestHeaders.Remove("X-Nightshift");

        Assert.Equal(HttpStatusCode.Unauthorized, (await _page.SayAsync(new { @as = "olga", text = "/runs" })).StatusCode);
        await _page.Runs.DidNotReceive().FindAsync(Arg.Any<RunId>(), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Say_WithoutText_IsABadRequest()
    {
        await _page.LoginAsync(Page.OlgasToken);

        Assert.Equal(HttpStatusCode.BadRequest, (await _page.SayAsync(new { @as = "olga" })).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _page.SayAsync(new { text = "/whoami" })).StatusCode);
    }

    [Theory]
    [InlineData("7", "Approve", null)]
    [InlineData("7", "99", "x")]
    [InlineData("7", "Explode", "x")]
    [InlineData("x", "Approve", "x")]
    [InlineData(null, null, null)]
    public async Task React_Nonsense_IsABadRequest(string? run, string? reaction, string? hash)
    {
        await _page.LoginAsync(Page.OlgasToken);
        using var answer = await _page.Browser.PostAsJsonAsync(new Uri("/react", UriKind.Relative), new { @as = "olga", run, reaction, hash });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789x")]
    public async Task React_WithoutAPressOfItsOwn_IsABadRequest(string? interaction)
    {
        await _page.LoginAsync(Page.OlgasToken);

        Assert.Equal(HttpStatusCode.BadRequest, (await ReactAsync("Approve", interaction)).StatusCode);
    }

    [Fact]
    public async Task React_SamePressAgain_IsTakenOnceAndRecorded()
    {
        await _page.LoginAsync(Page.OlgasToken);
        _page.Runs.FindAsync(default, default).ReturnsForAnyArgs(Page.Waiting());
        _page.Runs.ApproveAsync(default, default, "", default).ReturnsForAnyArgs(Answer.Yes("approved"));
        var press = $"{_page.Life}.1";

        Assert.Null(await HtmlAsync(await ReactAsync("Approve", press)));
        Assert.Contains("was taken already", await HtmlAsync(await ReactAsync("Approve", press)), StringComparison.Ordinal);

        await _page.Runs.ReceivedWithAnyArgs(1).ApproveAsync(default, default, "", default);
        await _page.Runs.Received(1).RefusedAsync(new RunId(7), new PersonId("olga"), "approve", Arg.Any<string>(), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task React_PressOfAnEarlierStart_HasNoEffectAndIsRecorded()
    {
        await _page.LoginAsync(Page.OlgasToken);
        _page.Runs.FindAsync(default, default).ReturnsForAnyArgs(Page.Waiting());

        Assert.Contains("of an earlier start", await HtmlAsync(await ReactAsync("Approve", "0123456789abcdef.1")), StringComparison.Ordinal);

        await _page.Runs.DidNotReceiveWithAnyArgs().ApproveAsync(default, default, "", default);
        await _page.Runs.Received(1).RefusedAsync(new RunId(7), new PersonId("olga"), "approve", Arg.Any<string>(), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task React_Reject_PassesTheReasonOrSaysThatThereIsNone()
    {
        await _page.LoginAsync(Page.OlgasToken);
        _page.Runs.FindAsync(default, default).ReturnsForAnyArgs(Page.Waiting());
        _page.Runs.RejectAsync(default, default, "", default).ReturnsForAnyArgs(Answer.Yes("rejected"));

        await ReactAsync("Reject", $"{_page.Life}.1", " 现在不行 ");
        await ReactAsync("Reject", $"{_page.Life}.2", " ");

        await _page.Runs.Received().RejectAsync(new RunId(7), new PersonId("olga"), "现在不行", Arg.Any<CancellationToken>());
        await _page.Runs.Received().RejectAsync(new RunId(7), new PersonId("olga"), "rejected by reaction", Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Say_Refused_IsAnsweredPrivatelyAndEscaped()
    {
        await _page.LoginAsync(Page.OlgasToken);

        var answer = await (await _page.SayAsync(new { @as = "olga", text = "/<script>" })).Content.ReadFromJsonAsync<Dictionary<string, string?>>();

        Assert.Contains("&lt;script&gt;", answer!["html"], StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", answer["html"], StringComparison.Ordinal);
        Assert.DoesNotContain("&lt;script&gt;", await (await Get("/")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Say_WithASecret_IsEchoedWithoutIt()
    {
        await _page.LoginAsync(Page.OlgasToken);

        _page.Runs.FindAsync(default, default).ReturnsForAnyArgs(Page.Waiting(state: RunState.Running));
        _page.Runs.PauseAsync(default, default, default, default, default).ReturnsForAnyArgs(Answer.Yes("pauses"));
        var refused = await (await _page.SayAsync(new { @as = "olga", text = "/whoami --password hunter22" })).Content.ReadAsStringAsync();
        await _page.SayAsync(new { @as = "olga", text = "/pause 7 --api-token=hunter22" });

        Assert.DoesNotContain("hunter22", refused, StringComparison.Ordinal);
        var page = await (await Get("/")).Content.ReadAsStringAsync();
        Assert.Contains("--api-token=***", page, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter22", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/runs/7/plan", HttpStatusCode.OK)]
    [InlineData("/runs/7/steps", HttpStatusCode.OK)]
    [InlineData("/runs/7/timeline", HttpStatusCode.OK)]
    [InlineData("/runs/7/secrets", HttpStatusCode.NotFound)]
    [InlineData("/runs/x/plan", HttpStatusCode.NotFound)]
    public async Task RunPart_ForPeopleAndStrangers_IsOnlyForPeople(string path, HttpStatusCode answer)
    {
        _page.Runs.FindAsync(default, default).ReturnsForAnyArgs(Page.Waiting());
        Assert.Equal(HttpStatusCode.Unauthorized, (await Get(path)).StatusCode);

        await _page.LoginAsync(Page.OlgasToken);

        Assert.Equal(answer, (await Get(path)).StatusCode);
    }

    [Fact]
    public async Task React_OnOneOfSeveralSteps_AnswersThatOne()
    {
        await _page.LoginAsync(Page.OlgasToken);
        _page.Runs.FindAsync(default, default).ReturnsForAnyArgs(Page.Waiting(state: RunState.AwaitingDecision));
        _page.Runs.DecideAsync(default, default, default, default, default).ReturnsForAnyArgs(Answer.Yes("retried"));

        using var answer = await _page.Browser.PostAsJsonAsync(
            new Uri("/react", UriKind.Relative), new { @as = "olga", run = "7", reaction = "Retry", hash = "x", interaction = $"{_page.Life}.1", step = "tablet 2/start" });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await _page.Runs.Received().DecideAsync(new RunId(7), new PersonId("olga"), Decision.Retry, new StepPath("tablet 2/start"), Arg.Any<CancellationToken>());
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("localhost.evil.example:80")]
    public async Task Any_ForeignHostName_IsMisdirected(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = host } };

        Assert.Equal(HttpStatusCode.MisdirectedRequest, (await _page.Browser.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Any_Answer_ForbidsForeignScriptsAndFrames()
    {
        using var answer = await Get("/assets/page.js");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
    }

    private Task<HttpResponseMessage> ReactAsync(string reaction, string? interaction, string? reason = null) => _page.Browser.PostAsJsonAsync(
        new Uri("/react", UriKind.Relative), new { @as = "olga", run = "7", reaction, hash = Page.Waiting().Plan.Hash, interaction, reason });

    private static async Task<string?> HtmlAsync(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<Dictionary<string, string?>>())!["html"];

    private Task<HttpResponseMessage> Get(string path) => _page.Browser.GetAsync(new Uri(path, UriKind.Relative));
}
