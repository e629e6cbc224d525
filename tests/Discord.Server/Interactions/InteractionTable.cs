using System.Diagnostics;
using Nightshift.Discord.Server.Model;
using Nightshift.Discord.Server.Rest;

namespace Nightshift.Discord.Server.Interactions;

/// <summary>All interactions there were, with their deadlines: 3 s to acknowledge, 15 min for everything after.</summary>
internal sealed class InteractionTable(World world)
{
    public static readonly TimeSpan AcknowledgeWithin = TimeSpan.FromSeconds(3), TokenLife = TimeSpan.FromMinutes(15);

    private readonly Dictionary<Snowflake, Interaction> _byId = [];
    private readonly Dictionary<string, Interaction> _byToken = new(StringComparer.Ordinal);

    public IReadOnlyCollection<Interaction> All => _byId.Values;

    public Interaction? Find(Snowflake id, string token) => _byId.TryGetValue(id, out var one) && one.Token == token ? one : null;

    public DateTimeOffset Now => world.Options.InteractionClock.GetUtcNow();

    public void Add(Interaction interaction)
    {
        _byId[interaction.Id] = interaction;
        _byToken[interaction.Token] = interaction;
    }

    /// <summary>Acknowledges: known, with its own token, within 3 s, for the first time.</summary>
    public Interaction Acknowledge(Snowflake id, string token, int callbackType)
    {
        if (Find(id, token) is not { } interaction || Expired(interaction))
            throw ApiException.NotFound(ErrorCode.UnknownInteraction, "interaction");
        if (interaction.State != InteractionState.Waiting)
            throw new ApiException(400, ErrorCode.AlreadyAcknowledged, "Interaction has already been acknowledged.");

        interaction.CallbackType = callbackType;
        interaction.Acknowledged = Now;
        interaction.WallLatency = Stopwatch.GetElapsedTime(interaction.Started);
        interaction.State = callbackType is 5 or 6 ? InteractionState.Deferred : InteractionState.Answered;
        return interaction;
    }

    public bool Expired(Interaction interaction) => interaction.State == InteractionState.Waiting && Now - interaction.Created > AcknowledgeWithin;

    /// <summary>The interaction of a webhook token that is acknowledged and not older than 15 min.</summary>
    public Interaction ByToken(Snowflake application, string token)
    {
        if (application != world.Bot.Id || !_byToken.TryGetValue(token, out var interaction) || interaction.State == InteractionState.Waiting)
            throw ApiException.NotFound(ErrorCode.UnknownWebhook, "Webhook");
        if (Now - interaction.Created > TokenLife) throw new ApiException(401, ErrorCode.InvalidWebhookToken, "Invalid Webhook Token");
        return interaction;
    }
}
