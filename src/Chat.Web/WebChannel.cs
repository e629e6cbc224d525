using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Nightshift.Chat.Replies;
using Nightshift.Chat.Web.Endpoints;
using Nightshift.Chat.Web.Feed;
using Nightshift.Chat.Web.Sessions;

namespace Nightshift.Chat.Web;

/// <summary>The built-in channel: a page on loopback.</summary>
public static class WebChannel
{
    /// <summary>Wants <c>ChatService</c>, <c>PeopleDirectory</c>, <c>IRuns</c>, <c>IAudit</c>, <c>SecretMask</c> and a <see cref="TimeProvider"/> among the services.</summary>
    public static IServiceCollection AddWebChannel(this IServiceCollection services, IReadOnlyList<WebLogin> logins) => services
        .AddSingleton<WebFeed>()
        .AddSingleton<IAnnouncements, FeedAnnouncements>()
        .AddSingleton(new WebSessions(logins))
        .AddSingleton<FragmentRenderer>()
        .AddSingleton<PageEndpoints>()
        .AddSingleton<RunPartEndpoints>()
        .AddHostedService<RunCards>();

    public static void MapWebChannel(this WebApplication app)
    {
        app.Use(PageGuard.InvokeAsync);
        AssetEndpoints.Map(app);
        app.Services.GetRequiredService<PageEndpoints>().Map(app);
        app.Services.GetRequiredService<RunPartEndpoints>().Map(app);
    }
}
