using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Nightshift.Chat.Discord.Commands;
using Nightshift.Chat.Discord.Interactions;
using Nightshift.Chat.Discord.People;
using Nightshift.Chat.Discord.Runs;
using Nightshift.Chat.Discord.Texts;
using Nightshift.Chat.Service;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord;

public static class DiscordServices
{
    /// <summary>Whose account is whose, with <c>/link</c> and <c>/unlink</c>, which can also be given where nobody has an account yet: on the page and the command line.</summary>
    public static IServiceCollection AddDiscordPeople(this IServiceCollection services, DiscordChannelOptions options) => services
        .AddSingleton(options)
        .AddSingleton(provider => new AccountBook(provider.GetRequiredService<IChannelStore>(), options.People, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<ICommandSource, LinkCommand>()
        .AddSingleton<ICommandSource, UnlinkCommand>();

    /// <summary>
    /// The channel. Wants <see cref="AddDiscordPeople"/>, an <see cref="IDiscord"/>, <see cref="ChatService"/>, <see cref="CommandTable"/>, <c>PeopleDirectory</c>,
    /// what <c>AddRuns</c> adds, and a <see cref="TimeProvider"/> among the services.
    /// </summary>
    /// <param name="scripts">The folder of playbooks, with their translations.</param>
    public static IServiceCollection AddDiscordChannel(this IServiceCollection services, string scripts) => services
        .AddSingleton(provider => new Translations(scripts, provider.GetRequiredService<ILogger<Translations>>()))
        .AddSingleton(provider => MessagesOf(provider.GetRequiredService<DiscordChannelOptions>()))
        .AddSingleton<IRunMessages, RunMessages>()
        .AddSingleton<ReplyMessage>()
        .AddSingleton<CommandRegistrar>()
        .AddSingleton<Completions>()
        .AddSingleton<GuildRoles>()
        .AddSingleton<DiscordPeople>()
        .AddSingleton<OnCallRoster>()
        .AddSingleton<Escalation>()
        .AddSingleton<Acknowledgements>()
        .AddSingleton<Gate>()
        .AddSingleton<RunMessageLookup>()
        .AddSingleton<Presses>()
        .AddSingleton<CommandDesk>()
        .AddSingleton<ButtonDesk>()
        .AddSingleton<SeenReactions>()
        .AddSingleton<ReactionNotes>()
        .AddSingleton<ReactionDesk>()
        .AddSingleton<MissedReactions>()
        .AddSingleton<ReactionLine>()
        .AddSingleton<InteractionDesk>()
        .AddSingleton<Presence>()
        .AddHostedService<DiscordChannel>();

    private static RunMessagesOptions MessagesOf(DiscordChannelOptions options) => new(options.Guild, options.Channels[0], options.Language)
    {
        WhenAway = Policy(options.HoldsWhenAway),
        WhenAwayByTier = options.HoldsWhenAwayByTier.ToDictionary(tier => tier.Key, tier => Policy(tier.Value)),
        AwayAfter = options.AwayAfter,
    };

    private static WhenAway Policy(bool holds) => holds ? WhenAway.Hold : WhenAway.Continue;
}
