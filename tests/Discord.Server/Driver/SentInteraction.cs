using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Interactions;
using Nightshift.Discord.Server.Model;

namespace Nightshift.Discord.Server.Driver;

/// <summary>An interaction somebody sent, and what he sees of its answer.</summary>
public sealed class SentInteraction
{
    private readonly DiscordServer _server;
    private readonly World _world;
    private readonly Interaction _interaction;

    internal SentInteraction(DiscordServer server, World world, Interaction interaction) => (_server, _world, _interaction) = (server, world, interaction);

    public Snowflake Id => _interaction.Id;

    public InteractionType Kind => _interaction.Type;

    public Channel Channel => _interaction.Channel;

    public InteractionState State => Look(() => _interaction.State);

    /// <summary>"The application did not respond": 3 s passed without an acknowledgement.</summary>
    public bool Failed => Look(() => _world.Interactions.Expired(_interaction));

    /// <summary>From sending to acknowledgement, by the clock of the interactions.</summary>
    public TimeSpan? Latency => Look(() => _interaction.Acknowledged - _interaction.Created);

    /// <summary>The same in the machine's own time.</summary>
    public TimeSpan? WallLatency => Look(() => _interaction.WallLatency);

    /// <summary>The number of the callback that acknowledged it: 4 reply, 5 deferred, 6 deferred update, 7 update, 8 choices, 9 form.</summary>
    public int? CallbackType => Look(() => _interaction.CallbackType);

    /// <summary>The answer as it stands: a reply, the "thinking" message, or the message whose button was pressed.</summary>
    public MessageView? Response => Look(() => _interaction.Original is { Deleted: false } message ? MessageView.Of(message) : null);

    public IReadOnlyList<MessageView> FollowUps => Look(() => _interaction.FollowUps.Where(message => !message.Deleted).Select(MessageView.Of).ToList());

    /// <summary>The choices an autocompletion was answered with.</summary>
    public IReadOnlyList<Choice> Choices => Look(() => (_interaction.Choices ?? []).Select(choice => new Choice(
        choice!["name_localizations"]?[Locale]?.ToString() ?? choice["name"]!.ToString(), choice["value"]!.ToString())).ToList());

    private string Locale => _interaction.Payload["locale"]!.ToString();

    internal Interaction Interaction => _interaction;

    /// <summary>Waits, in the machine's own time, until it is acknowledged.</summary>
    /// <exception cref="TimeoutException">It was not.</exception>
    public async Task<SentInteraction> AcknowledgedAsync(TimeSpan? within = null)
    {
        await _server.WaitAsync(() => _interaction.State != InteractionState.Waiting, within, $"acknowledgement of interaction {Id}");
        return this;
    }

    /// <summary>Waits until there is an answer to read: not "thinking" any more.</summary>
    public async Task<MessageView> AnsweredAsync(TimeSpan? within = null)
    {
        await _server.WaitAsync(
            () => _interaction.Original is { } message && !message.Flags.HasFlag(MessageFlags.Loading), within, $"answer to interaction {Id}");
        return Look(() => MessageView.Of(_interaction.Original!));
    }

    /// <summary>Sends the same event again, with the same id and token, as a replay after a resume would.</summary>
    public void Replay()
    {
        lock (_world.Gate) new InteractionEvents(_world).Dispatch(_interaction, (JsonObject)_interaction.Payload.DeepClone());
    }

    /// <summary>Sends the event altered under a new id and token, as nobody's Discord would: for another guild, by another user.</summary>
    public SentInteraction Forge(Action<JsonObject> alter)
    {
        lock (_world.Gate)
        {
            var payload = (JsonObject)_interaction.Payload.DeepClone();
            var forged = new Interaction(
                _world.NextId(), _interaction.Type, InteractionEvents.NewToken(), _interaction.User, _interaction.Channel, _world.Interactions.Now)
            {
                Source = _interaction.Source,
                Focused = _interaction.Focused,
                Started = System.Diagnostics.Stopwatch.GetTimestamp(),
            };
            payload["id"] = forged.Id.ToString();
            payload["token"] = forged.Token;
            alter(payload);
            forged.Payload = payload;
            _world.Interactions.Add(forged);
            new InteractionEvents(_world).Dispatch(forged, payload);
            return new SentInteraction(_server, _world, forged);
        }
    }

    private T Look<T>(Func<T> look)
    {
        lock (_world.Gate) return look();
    }
}

/// <summary>A choice an autocompletion shows, in the person's language, and the value it stands for.</summary>
public sealed record Choice(string Name, string Value);
