using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Nightshift.Discord.Server.Interactions;

namespace Nightshift.Discord.Server.Model;

/// <summary>Everything there is, behind one lock: every request and every act of a person is one step under <see cref="Gate"/>.</summary>
internal sealed class World
{
    private ulong _lastId;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public World(DiscordServerOptions options)
    {
        Options = options;
        Bot = new User(NextId(), options.BotName, bot: true);
        Users[Bot.Id] = Bot;
        Commands = new CommandRegistry(this);
        Interactions = new InteractionTable(this);
        Token = options.Token ?? NewToken(Bot.Id);
    }

    public Lock Gate { get; } = new();

    public DiscordServerOptions Options { get; }

    public TimeProvider Time => Options.Time;

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>The application and its bot share one id, as those of every newer application do.</summary>
    public User Bot { get; }

    public string Token { get; set; }

    public Dictionary<Snowflake, User> Users { get; } = [];

    public Dictionary<Snowflake, Guild> Guilds { get; } = [];

    public Dictionary<Snowflake, Channel> Channels { get; } = [];

    public CommandRegistry Commands { get; }

    public InteractionTable Interactions { get; }

    /// <summary>Where events go; set once by the gateway.</summary>
    public Action<Gateway.GatewayEvent> Publish { get; set; } = _ => { };

    public Uri Origin { get; set; } = new("http://127.0.0.1/");

    private static string NewToken(Snowflake bot)
    {
        var id = Convert.ToBase64String(Encoding.ASCII.GetBytes(bot.ToString())).TrimEnd('=');
        return $"{id}.G{RandomNumberGenerator.GetHexString(5)}.{RandomNumberGenerator.GetHexString(38)}";
    }

    public Snowflake NextId()
    {
        var now = (ulong)Math.Max(0, (long)(Now - Snowflake.Epoch).TotalMilliseconds) << 22;
        _lastId = Math.Max(_lastId + 1, now);
        return new Snowflake(_lastId);
    }

    public bool IsBotIn(Guild guild) => guild.Members.ContainsKey(Bot.Id);

    /// <summary>A message that stands in its channel: neither deleted nor ephemeral.</summary>
    public static bool TryGetMessage(Channel channel, Snowflake id, [NotNullWhen(true)] out Message? message) =>
        channel.Messages.TryGet(id, out message) && !message.Deleted && !message.Ephemeral;

    /// <summary>Completes at the next change of anything; taken under the lock before looking, so that none is missed.</summary>
    public Task NextChange() => _changed.Task;

    public void Pulse()
    {
        var changed = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.SetResult();
    }
}
