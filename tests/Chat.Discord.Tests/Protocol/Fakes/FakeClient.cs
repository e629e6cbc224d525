using Nightshift.Chat.Discord.Protocol.Gateway;
using Nightshift.Chat.Discord.Protocol.Rest;

namespace Nightshift.Chat.Discord.Tests.Protocol.Fakes;

/// <summary>Discord as scripted, the client, and a listener; waits between attempts are shortened.</summary>
internal sealed class FakeClient : IAsyncDisposable
{
    public const string Token = "the.bots.token";

    private FakeClient(FakeDiscord discord, DiscordClient client, FakeLogger<DiscordClient> log) => (Discord, Client, Log) = (discord, client, log);

    public FakeDiscord Discord { get; }

    public DiscordClient Client { get; }

    public FakeLogger<DiscordClient> Log { get; }

    public Recorder Events { get; } = new();

    public static async Task<FakeClient> StartAsync(
        Func<DiscordClientOptions, DiscordClientOptions>? change = null, Func<GatewayOptions, GatewayOptions>? gateway = null, Func<RestOptions, RestOptions>? rest = null)
    {
        var discord = await FakeDiscord.StartAsync();
        var log = new FakeLogger<DiscordClient>();
        var options = new DiscordClientOptions(Token)
        {
            ApiUrl = discord.ApiUrl,
            Gateway = (gateway ?? (same => same))(new GatewayOptions(Token, "")
            {
                BackOffUnit = TimeSpan.FromMilliseconds(20),
                IdentifySpacing = TimeSpan.FromMilliseconds(20),
                PresenceSpacing = TimeSpan.FromMilliseconds(20),
                SteadyAfter = TimeSpan.Zero,
            }),
            Rest = (rest ?? (same => same))(new RestOptions(Token, "") { UrgentTimeout = TimeSpan.FromSeconds(10), UrgentCallTimeout = TimeSpan.FromSeconds(60) }),
        };
        return new FakeClient(discord, new DiscordClient((change ?? (same => same))(options), TimeProvider.System, new Random(1), log), log);
    }

    public Task<DiscordSelf> ConnectAsync() => Wait.ForAsync(Client.ConnectAsync(Events, CancellationToken.None));

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Discord.DisposeAsync();
        Assert.Empty(Discord.ScriptFailures);
        Assert.DoesNotContain(Log.Lines, line => line.Contains(Token, StringComparison.Ordinal));
    }
}
