using Nightshift.Bot.Configuration;
using Nightshift.Chat.Discord;

namespace Nightshift.Bot.Wiring;

/// <summary>The channel on Discord, where one is configured.</summary>
internal static class DiscordWiring
{
    public static IServiceCollection AddDiscord(this IServiceCollection services, Startup startup)
    {
        if (!startup.Options.Discord.IsConfigured) return services;
        var client = ConfiguredDiscord.ClientOf(startup.Options);
        services.AddSingleton<IDiscord>(provider => new DiscordClient(
            client, provider.GetRequiredService<TimeProvider>(), new Random(), provider.GetRequiredService<ILogger<DiscordClient>>()));
        return services.AddDiscordChannel(startup.ScriptsFolder);
    }
}
