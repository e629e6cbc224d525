namespace Nightshift.Chat.Discord.People;

/// <summary>The roles here that the roles of a guild's member stand for.</summary>
internal sealed class GuildRoles(IDiscord discord, DiscordChannelOptions options, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(3);
    private readonly bool _areNamed = options.Roles.Keys.Any(role => !Snowflake.TryParse(role, out _));
    private readonly Lock _gate = new();
    private (Task<IReadOnlyDictionary<Snowflake, string>> Names, long At)? _lately;

    /// <summary>As of this moment: names of roles are asked for anew.</summary>
    public async Task<IReadOnlyList<string>> OfAsync(IReadOnlyList<Snowflake> roles, CancellationToken cancellationToken)
    {
        if (!_areNamed) return Map(roles, new Dictionary<Snowflake, string>());
        return Map(roles, await discord.GetRolesAsync(options.Guild, cancellationToken));
    }

    /// <summary>For somebody who types: names of roles may be some seconds old, and a hundred who do are one question to Discord. Never for consent.</summary>
    public async Task<IReadOnlyList<string>> LatelyOfAsync(IReadOnlyList<Snowflake> roles, CancellationToken cancellationToken) =>
        Map(roles, _areNamed ? await LatelyAsync().WaitAsync(cancellationToken) : new Dictionary<Snowflake, string>());

    private Task<IReadOnlyDictionary<Snowflake, string>> LatelyAsync()
    {
        lock (_gate)
        {
            if (_lately is not { } lately || lately.Names.IsFaulted || time.GetElapsedTime(lately.At) > Fresh)
                _lately = lately = (discord.GetRolesAsync(options.Guild, CancellationToken.None), time.GetTimestamp());
            return lately.Names;
        }
    }

    /// <summary>Whoever manages a guild can give a second role the same name: then neither counts.</summary>
    private List<string> Map(IReadOnlyList<Snowflake> roles, IReadOnlyDictionary<Snowflake, string> names) => [.. options.Roles
        .Where(role => Snowflake.TryParse(role.Key, out var id) ? roles.Contains(id) : names.Where(name => name.Value == role.Key).ToList() is [var only] && roles.Contains(only.Key))
        .SelectMany(role => role.Value)
        .Distinct(StringComparer.Ordinal)];
}
