using Microsoft.Playwright;
using Nightshift.EndToEnd.Support;
using Nightshift.Onebox.Faults;

namespace Nightshift.EndToEnd;

/// <summary>What a first user does: open the printed link, type the command, let somebody else approve, watch, and answer when something goes wrong.</summary>
public sealed class PageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly Dictionary<string, string> ShortStart = new() { ["Nightshift__Clusters__openmldb__Limits__Start"] = "00:00:15" };

    [Fact]
    public async Task Upgrade_PausedAndRetriedOnThePage_Succeeds()
    {
        Assertions.SetDefaultExpectTimeout(30_000);
        await using var box = await Box.UpAsync();
        using var cluster = new RawCluster(box);
        var before = await cluster.ReadPartitionsAsync();
        await using var bot = BotProcess.Start(box, ShortStart);
        var link = (await bot.WaitForLineAsync(line => line.Contains("?token=", StringComparison.Ordinal), Patience)).Trim().Split(' ')[^1];

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await LaunchAsync(playwright);
        var page = await browser.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 1180, Height = 900 } });
        var faults = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error") faults.Add(message.Text); };
        page.PageError += (_, error) => faults.Add(error);
        await page.GotoAsync(link);
        await Assertions.Expect(page.Locator("#link")).ToHaveTextAsync("live");
        Assert.DoesNotContain("token", page.Url, StringComparison.Ordinal);

        // Completion offers the command and then the tablets.
        await page.FillAsync("#text", "/upgrade t");
        await Assertions.Expect(page.Locator("#choices li").First).ToContainTextAsync("/upgrade tablet");
        await page.FillAsync("#text", "/upgrade tablet 127");
        await Assertions.Expect(page.Locator("#choices li").First).ToContainTextAsync(box.Tablet(1));
        await page.FillAsync("#text", $"/upgrade tablet {box.Tablet(1)} 0.9.3");
        await page.PressAsync("#text", "Enter");
        var card = page.Locator(".card");
        await Assertions.Expect(card).ToHaveAttributeAsync("data-state", "awaiting approval", new() { Timeout = 30_000 });

        // The one who asked is not offered to approve; the other one is.
        var plan = page.Locator(".plan-message");
        await Assertions.Expect(plan.Locator(".picture")).ToContainTextAsync("demo.orders");
        await Assertions.Expect(plan.Locator("button[data-react=Approve]")).ToBeHiddenAsync();
        await page.SelectOptionAsync("#as", "oncall");
        await box.Cluster.FaultAsync("tablet1", new Fault("crash", FaultKind.StartCrash, Count: 1), CancellationToken.None);
        await plan.Locator("button[data-react=Approve]").ClickAsync();

        // Paused and gone on; abort now is clicked once by mistake.
        await card.Locator("button[data-react=PauseNow]").ClickAsync();
        await Assertions.Expect(card).ToHaveAttributeAsync("data-state", "paused", new() { Timeout = 60_000 });
        await Assertions.Expect(card.Locator(".pause")).ToContainTextAsync("paused by oncall");
        await SaveScreenshotAsync(page, card, "-paused");
        await card.Locator("button[data-react=Resume]").ClickAsync();
        await card.Locator("button[data-react=AbortNow]").DblClickAsync();
        await Assertions.Expect(card.Locator("button[data-react=AbortNow]")).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("armed"));

        // The new release does not start the first time.
        await Assertions.Expect(card).ToHaveAttributeAsync("data-state", "waiting for a decision", new() { Timeout = 120_000 });
        await Assertions.Expect(card.Locator(".asks .deadline")).ToContainTextAsync("if nobody answers by");
        await SaveScreenshotAsync(page, plan, "-asks");
        await card.Locator(".asks button[data-react=Retry]").ClickAsync();
        await Assertions.Expect(card).ToHaveAttributeAsync("data-state", "succeeded", new() { Timeout = 120_000 });

        await card.Locator("details.plan > summary").ClickAsync();
        await Assertions.Expect(card.Locator(".picture .mark.leaves").First).ToBeVisibleAsync();
        await SaveScreenshotAsync(page, card, "-plan");
        await card.Locator("details.plan > summary").First.ClickAsync();
        await card.Locator("details.time > summary").ClickAsync();
        await Assertions.Expect(card.Locator(".timeline .bar.effect").First).ToBeVisibleAsync();
        await Assertions.Expect(card.Locator(".waitlist")).ToContainTextAsync("paused");
        await Assertions.Expect(card.Locator(".times")).ToContainTextAsync("our overhead");
        await SaveScreenshotAsync(page, card, "-timeline");

        // The same for everybody who asks, in the channel.
        await page.FillAsync("#text", "/run 1");
        await page.PressAsync("#text", "Enter");
        await Assertions.Expect(page.Locator(".message.bot .timeline .bar").First).ToBeVisibleAsync();
        await SaveScreenshotAsync(page, page.Locator(".message.bot").Last, "-run");

        Assert.Empty(faults);
        Assert.StartsWith("0.9.3", await cluster.VersionAsync(box.Tablet(1)), StringComparison.Ordinal);
        await Expect.AsBeforeAsync(cluster, before, "true");
    }

    [Fact]
    public async Task Page_WithoutToken_ShowsOnlyTheLogin()
    {
        await using var box = await Box.UpAsync();
        await using var bot = BotProcess.Start(box);
        var link = (await bot.WaitForLineAsync(line => line.Contains("?token=", StringComparison.Ordinal), Patience)).Trim().Split(' ')[^1];
        var origin = new Uri(link).GetLeftPart(UriPartial.Authority);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

        var page = await http.GetAsync(new Uri(origin));
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, page.StatusCode);
        Assert.DoesNotContain("speaking as", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await http.GetAsync(new Uri($"{origin}/events"))).StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await http.GetAsync(new Uri($"{origin}/?token=guess"))).StatusCode);

        using var foreign = new HttpRequestMessage(HttpMethod.Get, origin);
        foreign.Headers.Host = "evil.example";
        Assert.Equal(System.Net.HttpStatusCode.MisdirectedRequest, (await http.SendAsync(foreign)).StatusCode);

        // Another site's form cannot send our header, and a browser would not send the cookie with it.
        using var forged = new HttpRequestMessage(HttpMethod.Post, $"{origin}/say") { Content = new StringContent("{\"as\":\"operator\",\"text\":\"/runs\"}", System.Text.Encoding.UTF8, "application/json") };
        var token = link.Split('=')[^1];
        forged.Headers.Add("Cookie", $"nightshift={token}");
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await http.SendAsync(forged)).StatusCode);
    }

    private static Task<IBrowser> LaunchAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
    {
        ExecutablePath = "/usr/bin/chromium",
        Headless = true,
        Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    });

    /// <summary>Kept when asked for: NIGHTSHIFT_SCREENSHOT names the file.</summary>
    /// <param name="from">What is at the top of it.</param>
    /// <param name="which">Follows the name.</param>
    private static async Task SaveScreenshotAsync(IPage page, ILocator from, string which)
    {
        if (Environment.GetEnvironmentVariable("NIGHTSHIFT_SCREENSHOT") is not { Length: > 0 } path) return;
        await page.SetViewportSizeAsync(1180, 1240);
        await from.EvaluateAsync("element => { element.scrollIntoView(); window.scrollBy(0, -60); }");
        foreach (var scheme in new[] { ColorScheme.Dark, ColorScheme.Light })
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = $"{Path.ChangeExtension(path, null)}{which}-{scheme}{Path.GetExtension(path)}".ToLowerInvariant() });
        }
    }
}
