using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Driver;
using Nightshift.Discord.Server.Json;
using Nightshift.Discord.Server.Model;

namespace Nightshift.Discord.Server;

public sealed partial class DiscordServer
{
    /// <summary>How long waits take at most unless they say otherwise, in the machine's own time.</summary>
    public static TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Every message of a channel, oldest first, deleted and ephemeral ones included.</summary>
    public IReadOnlyList<MessageView> AllMessages(Channel channel)
    {
        lock (_world.Gate) return [.. channel.Messages.Select(MessageView.Of)];
    }

    /// <summary>What stands in a channel for everybody, oldest first.</summary>
    public IReadOnlyList<MessageView> Messages(Channel channel)
    {
        lock (_world.Gate) return [.. channel.Messages.Where(message => !message.Deleted && !message.Ephemeral).Select(MessageView.Of)];
    }

    /// <summary>A message as it stands now.</summary>
    public MessageView Look(MessageView message)
    {
        lock (_world.Gate) return MessageView.Of(message.Channel.Messages[message.Id]);
    }

    public IReadOnlyList<Channel> Threads(Channel channel)
    {
        lock (_world.Gate) return [.. channel.Guild.Channels.Values.Where(thread => thread.Parent == channel)];
    }

    public bool IsArchived(Channel thread)
    {
        lock (_world.Gate) return thread.Archived;
    }

    public IReadOnlyList<AuditEntry> Audit(Guild guild)
    {
        lock (_world.Gate) return [.. guild.Audit];
    }

    /// <summary>The registered commands of a scope (null: global) as Discord's JSON.</summary>
    public IReadOnlyList<JsonObject> Commands(Guild? guild)
    {
        lock (_world.Gate) return [.. _world.Commands.In(guild?.Id).Select(command => CommandJson.Write(command, _world))];
    }

    /// <summary>Edits of all messages of a channel, deleted ones included, with their times.</summary>
    public IReadOnlyList<DateTimeOffset> EditTimes(Channel channel)
    {
        lock (_world.Gate) return [.. channel.Messages.SelectMany(message => MessageView.Of(message).History.Skip(1)).Select(edit => edit.At).Order()];
    }

    /// <summary>When each request of a route came in, by the server's clock; the name as in <see cref="Counters.ByRoute"/>.</summary>
    public IReadOnlyList<DateTimeOffset> RequestTimes(string route)
    {
        _routes.RequireKnown(route);
        lock (_world.Gate) return [.. _counters.Times.GetValueOrDefault(route) ?? []];
    }

    /// <summary>The last 20,000 requests, of one route or of all, oldest first. Their bodies are the server's own: read, never change them.</summary>
    public IReadOnlyList<RecordedRequest> Requests(string? route = null)
    {
        lock (_world.Gate) return [.. _counters.Recorded.Where(request => route is null || request.Route == route)];
    }

    /// <summary>From interaction to acknowledgement, by the interactions' clock.</summary>
    public Latencies AcknowledgementLatencies() => LatenciesBy(one => one.Acknowledged - one.Created);

    /// <summary>The same in the machine's own time.</summary>
    public Latencies WallLatencies() => LatenciesBy(one => one.WallLatency);

    /// <summary>Interactions that nobody acknowledged within 3 s.</summary>
    public int Unacknowledged
    {
        get
        {
            lock (_world.Gate) return _world.Interactions.All.Count(_world.Interactions.Expired);
        }
    }

    /// <summary>Answers of 401, 403 and 429 that count toward the ban, in the last 10 minutes.</summary>
    public int RecentInvalidRequests
    {
        get
        {
            lock (_world.Gate) return _rest.Invalid.Recent;
        }
    }

    /// <summary>Replaces the bot's token; the old one no longer opens anything.</summary>
    public void ResetToken(string token)
    {
        lock (_world.Gate) _world.Token = token;
    }

    /// <summary>Waits until something holds, looking at every change; in the machine's own time.</summary>
    /// <exception cref="TimeoutException">It did not within the time, <see cref="Patience"/> unless given.</exception>
    public async Task WaitAsync(Func<bool> holds, TimeSpan? within = null, string what = "the condition")
    {
        using var deadline = new CancellationTokenSource(within ?? Patience);
        while (true)
        {
            Task change;
            lock (_world.Gate)
            {
                if (holds()) return;
                change = _world.NextChange();
            }

            try
            {
                await change.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Waited {within ?? Patience} for {what}.\n{Counters}");
            }
        }
    }

    /// <summary>Waits for a message in a channel, ephemeral ones included; of several the newest.</summary>
    public async Task<MessageView> MessageAsync(Channel channel, Func<MessageView, bool> wanted, TimeSpan? within = null)
    {
        MessageView? found = null;
        await WaitAsync(() => (found = channel.Messages.NewestFirst().Where(message => !message.Deleted).Select(MessageView.Of).FirstOrDefault(wanted)) is not null,
            within, $"a message in {channel.Name}");
        return found!;
    }

    /// <summary>Waits until the bot is connected with a session.</summary>
    public Task ConnectedAsync(TimeSpan? within = null) => WaitAsync(() => Gateway.Ready > 0, within, "the bot at the gateway");

    private Latencies LatenciesBy(Func<Interactions.Interaction, TimeSpan?> measure)
    {
        lock (_world.Gate) return Latencies.Of(_world.Interactions.All.Select(measure).OfType<TimeSpan>());
    }
}
