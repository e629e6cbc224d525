using Nightshift.Chat.Discord.Protocol.Gateway;
using Nightshift.Chat.Discord.Protocol.Rest;
using Nightshift.Chat.Discord.Tests.Protocol.Fakes;
using Nightshift.Discord.Server;
using Nightshift.Discord.Server.Driver;
using Nightshift.Discord.Server.Rest;

namespace Nightshift.Chat.Discord.Tests.Protocol.Server;

/// <summary>The test Discord, which refuses what Discord refuses, and the client; waits between attempts are shortened.</summary>
internal sealed class ServerClient : IAsyncDisposable
{
    private ServerClient(DiscordServer server) => Server = server;

    public DiscordServer Server { get; }

    public DiscordClient Client { get; private set; } = null!;

    public Recorder Events { get; } = new();

    public FakeLogger<DiscordClient> Log { get; } = new();

    public Snowflake Guild => new(Server.Guild.Id.Value);

    public Snowflake Channel => new(Server.Channel.Id.Value);

    public static async Task<ServerClient> StartAsync(Func<DiscordServerOptions, DiscordServerOptions>? change = null, bool isCompressed = false, bool connect = true, TimeSpan? standTimeout = null)
    {
        var server = await DiscordServer.StartAsync((change ?? (same => same))(new DiscordServerOptions
        {
            MaxConcurrency = 100,
            RateLimits = new Dictionary<string, RateLimit> { ["GET /gateway/bot"] = new RateLimit(50, TimeSpan.FromSeconds(1)) },
        }));
        var both = new ServerClient(server);
        both.Client = new DiscordClient(both.Options(isCompressed, standTimeout), TimeProvider.System, new Random(1), both.Log);
        if (connect) await Wait.ForAsync(both.Client.ConnectAsync(both.Events, CancellationToken.None));
        return both;
    }

    public DiscordClientOptions Options(bool isCompressed = false, TimeSpan? standTimeout = null) => new(Server.Token)
    {
        ApiUrl = Server.Rest,
        IsCompressed = isCompressed,
        Gateway = new GatewayOptions("", "")
        {
            BackOffUnit = TimeSpan.FromMilliseconds(50),
            IdentifySpacing = TimeSpan.FromMilliseconds(50),
            PresenceSpacing = TimeSpan.FromMilliseconds(50),
            StandTimeout = standTimeout ?? TimeSpan.FromSeconds(60),
        },
        Rest = new RestOptions("", "") { UrgentTimeout = TimeSpan.FromSeconds(10), UrgentCallTimeout = TimeSpan.FromSeconds(60) },
    };

    public async Task<(Snowflake Id, MessageView View)> SendAsync(DiscordMessage message)
    {
        var id = await Wait.ForAsync(Client.SendAsync(Channel, message, CancellationToken.None));
        return (id, Server.Messages(Server.Channel).Single(view => view.Id.Value == id.Value));
    }

    public async Task<DiscordInteraction> InteractionAsync()
    {
        DiscordInteraction? interaction = null;
        await Wait.UntilAsync(() => Events.Interactions.TryDequeue(out interaction), () => "an interaction");
        return interaction!;
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Server.DisposeAsync();
        Assert.DoesNotContain(Log.Lines, line => line.Contains(Server.Token, StringComparison.Ordinal));
        Assert.DoesNotContain(Log.Lines, line => line.StartsWith("Critical", StringComparison.Ordinal));
    }
}
