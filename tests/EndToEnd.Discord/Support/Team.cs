using Nightshift.Discord.Server;
using Nightshift.Discord.Server.Driver;
using Nightshift.Discord.Server.Model;
using Nightshift.EndToEnd.Support;

namespace Nightshift.EndToEnd.Discord.Support;

/// <summary>
/// A team on the strict test Discord and the program as a process that serves it: olga is the operator, lena on call, gast may look and no more. What is on Discord,
/// and the store, outlive the process.
/// </summary>
internal sealed partial class Team : IAsyncDisposable
{
    private const string TokenVariable = "NIGHTSHIFT_TEST_DISCORD_TOKEN";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    // A new process compiles all playbooks before it can name its commands, which takes long on a machine that is busy.
    private static readonly TimeSpan Start = TimeSpan.FromMinutes(4);
    private readonly Func<IReadOnlyDictionary<string, string>, BotProcess> _start;
    private readonly IReadOnlyDictionary<string, string> _options;
    private readonly string _store;
    private BotProcess? _bot;

    private Team(DiscordServer server, string home, Func<IReadOnlyDictionary<string, string>, BotProcess> start, IReadOnlyDictionary<string, string> options)
    {
        (Server, _start, _options, _store) = (server, start, options, Path.Combine(home, "team.db"));
        Olga = server.AddPerson("olga");
        Lena = server.AddPerson("lena", "zh-CN");
        Gast = server.AddPerson("gast");
    }

    public DiscordServer Server { get; }

    public Channel Channel => Server.Channel;

    public Person Olga { get; }

    public Person Lena { get; }

    public Person Gast { get; }

    public BotProcess Bot => _bot ?? throw new InvalidOperationException("the bot was not started");

    /// <summary>With a bot that stands in the channel.</summary>
    public static Task<Team> StartAsync(Box box, params (string Key, string Value)[] options) =>
        StartAsync(box.Home, environment => BotProcess.Start(box, environment), options);

    public static async Task<Team> StartAsync(string home, Func<IReadOnlyDictionary<string, string>, BotProcess> start, params (string Key, string Value)[] options)
    {
        var team = new Team(await DiscordServer.StartAsync(), home, start, options.ToDictionary(option => $"Nightshift__{option.Key}", option => option.Value));
        try
        {
            await team.StartBotAsync();
            return team;
        }
        catch
        {
            await team.DisposeAsync();
            throw;
        }
    }

    public async Task StartBotAsync()
    {
        StartBotAlone();
        await UntilAsync(() => Server.Gateway.Ready > 0 && Server.Commands(Server.Guild).Count > 0, "the bot with its commands", Start);
    }

    /// <summary>And does not wait for it.</summary>
    public void StartBotAlone() => _bot = _start(Environment());

    /// <summary>SIGKILL.</summary>
    public async Task KillBotAsync()
    {
        await Bot.DisposeAsync();
        _bot = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_bot is not null) await _bot.DisposeAsync();
        await Server.DisposeAsync();
    }

    private Dictionary<string, string> Environment()
    {
        var environment = new Dictionary<string, string>
        {
            [TokenVariable] = Server.Token,
            ["Nightshift__Store__Path"] = _store,
            ["Nightshift__Discord__Token"] = $"env:{TokenVariable}",
            ["Nightshift__Discord__Application"] = $"{Server.Bot.Id}",
            ["Nightshift__Discord__Guild"] = $"{Server.Guild.Id}",
            ["Nightshift__Discord__Channels__0"] = $"{Channel.Id}",
            ["Nightshift__Discord__ApiUrl"] = $"{Server.Rest}",
            ["Nightshift__People__operator__Discord"] = $"{Olga.Id}",
            ["Nightshift__People__oncall__Discord"] = $"{Lena.Id}",
            ["Nightshift__People__gast__Discord"] = $"{Gast.Id}",
            ["Nightshift__People__gast__Roles__0"] = "guest",
            ["Nightshift__Rights__2__Role"] = "guest",
            ["Nightshift__Rights__2__Commands__0"] = "status",
        };
        foreach (var (key, value) in _options) environment[key] = value;
        return environment;
    }
}
