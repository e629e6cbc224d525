using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Chat.Commands;
using Nightshift.Chat.People;
using Nightshift.Chat.Service;
using Nightshift.Chat.Web.Feed;
using Nightshift.Chat.Web.Sessions;
using Nightshift.Clusters;
using Nightshift.Runs;
using NSubstitute;

namespace Nightshift.Chat.Web.Tests.Endpoints;

/// <summary>The page on a free port, two people with a token each, and a browser.</summary>
internal sealed class Page : IAsyncDisposable
{
    public const string OlgasToken = "token-of-olga-1234";
    public const string WeisToken = "token-of-wei-12345";
    private readonly WebApplication _app;

    private Page(WebApplication app)
    {
        _app = app;
        Browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = new Uri(app.Urls.First()) };
        Browser.DefaultRequestHeaders.Add("X-Nightshift", "page");
    }

    public HttpClient Browser { get; }

    public IRuns Runs => _app.Services.GetRequiredService<IRuns>();

    /// <summary>With which presses of this start of the program begin.</summary>
    public string Life => _app.Services.GetRequiredService<WebFeed>().Life;

    /// <summary>A run that waits for approval.</summary>
    public static RunView Waiting(string hash = "0123456789abcdef", RunState state = RunState.AwaitingApproval, string members = "3") => new(
        new RunSummary(new RunId(7), state, "prod", "/restart tablet all", new PersonId("wei"), DateTimeOffset.UnixEpoch, null, null, null),
        new RunRequest("prod", "/restart tablet all", "x.csx", "{}", [], new PersonId("wei"), "web"),
        new Plan(hash, "prod", "/restart tablet all", [], [], [], new Dictionary<string, string>(), [], [], new Fingerprint(new Dictionary<string, string> { ["members"] = members }), RiskTier.Low, null),
        new ApprovalPolicy(1, TimeSpan.FromHours(8)), [], [], [], []);

    public static async Task<Page> OpenAsync()
    {
        var runs = Substitute.For<IRuns>();
        runs.ListAsync(0, default).ReturnsForAnyArgs([]);
        var people = new PeopleDirectory(
            [new Person(new PersonId("olga"), "Olga <b>", ["operator"]), new Person(new PersonId("wei"), "Wei", ["operator"])], [new Grant("operator", ["*"], ["*"], ["*"])]);
        var choice = new ClusterChoice(Substitute.For<IClusters>(), people);
        var audit = Substitute.For<IAuditLog>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(runs).AddSingleton(people).AddSingleton(Substitute.For<IAudit>()).AddSingleton(new SecretMask([]))
            .AddSingleton(new ChatService(new CommandTable([new BuiltInCommands(runs, choice, people, Substitute.For<IClusterLocks>(), Substitute.For<IAudit>(), new SecretMask([]))]), people, runs, audit, new SecretMask([]), NullLogger<ChatService>.Instance))
            .AddWebChannel([new WebLogin(OlgasToken, [new PersonId("olga")]), new WebLogin(WeisToken, [new PersonId("wei")])]);
        var app = builder.Build();
        app.MapWebChannel();
        await app.StartAsync();
        return new Page(app);
    }

    public async Task LoginAsync(string token)
    {
        using var answer = await Browser.GetAsync(new Uri($"/?token={token}", UriKind.Relative));
        Assert.Equal(System.Net.HttpStatusCode.Redirect, answer.StatusCode);
        Browser.DefaultRequestHeaders.Remove("Cookie");
        Browser.DefaultRequestHeaders.Add("Cookie", answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
    }

    public Task<HttpResponseMessage> SayAsync(object body) => Browser.PostAsJsonAsync(new Uri("/say", UriKind.Relative), body);

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await _app.DisposeAsync();
    }
}
