using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Nightshift.Bot.Wiring;
using Nightshift.Chat.Web;
using Nightshift.Chat.Web.Sessions;
using Nightshift.Runs;

namespace Nightshift.Bot.CommandLine;

/// <summary>Without a command: the bot with its page, until it is stopped.</summary>
internal static class ServeAction
{
    public static Task<int> RunAsync(StartSettings settings, CancellationToken cancellationToken) =>
        Guarded.RunAsync(async () =>
        {
            var startup = await Startup.PrepareAsync(settings, new ConsoleProgress(), TimeProvider.System, cancellationToken);
            NightshiftProgram.CheckClusters(startup);
            var logins = WebLogins.Of(startup);
            var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
            builder.Configuration.Sources.Clear();
            builder.Configuration.AddConfiguration(startup.Configuration);
            Logging.Configure(builder.Logging, startup, toConsole: true);
            builder.WebHost.UseUrls(startup.Options.Web.Url);
            builder.Services.AddNightshift(startup, null);
            builder.Services.AddWebChannel(logins);
            await using var app = builder.Build();
            app.MapWebChannel();
            await app.StartAsync(cancellationToken);
            WebLogins.Print(startup, logins, app.Urls.First());
            await app.WaitForShutdownAsync(cancellationToken);
            return ExitCode.Succeeded;
        });
}

/// <summary>Who can open the page, and the links that the program prints for it.</summary>
internal static class WebLogins
{
    /// <summary>On the onebox one token speaks for all; elsewhere each person has a token, so that nobody approves their own request in another name.</summary>
    public static IReadOnlyList<WebLogin> Of(Startup startup)
    {
        PersonId[] people = [.. startup.Options.People.Keys.Select(id => new PersonId(id))];
        if (startup.OnOnebox) return [new WebLogin(startup.Options.Web.Token.Length > 0 ? startup.Options.Web.Token : WebLogin.NewToken(), people)];
        return [.. people.Select(person => new WebLogin(WebLogin.NewToken(), [person]))];
    }

    public static void Print(Startup startup, IReadOnlyList<WebLogin> logins, string url)
    {
        Console.WriteLine(startup.OnOnebox
            ? "Nightshift works on the onebox, a cluster of real processes on this machine."
            : "Nightshift is ready. Give each person their own link; it opens the page in their name.");
        foreach (var login in logins)
        {
            var who = startup.OnOnebox ? "open" : $"{string.Join(", ", login.People)}:";
            Console.WriteLine($"  {who} {url}/?token={login.Token}");
        }

        if (startup.OnOnebox) Console.WriteLine("Then type /status, or /upgrade tablet followed by a tablet and a release. Ctrl-C stops the bot; the onebox stays up ('onebox down' ends it).");
    }
}
