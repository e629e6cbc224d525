using Nightshift.Bot.Wiring;
using Nightshift.Chat.Web;

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
            builder.Services.AddDiscord(startup);
            builder.Services.AddHostedService<LeakCheckAtStart>();
            await using var app = builder.Build();
            app.MapWebChannel();
            await app.StartAsync(cancellationToken);
            WebLogins.Print(startup, logins, app.Urls.First());
            await app.WaitForShutdownAsync(cancellationToken);
            return ExitCode.Succeeded;
        });
}
