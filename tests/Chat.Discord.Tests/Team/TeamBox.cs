using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Nightshift.Chat.Commands;
using Nightshift.Chat.Discord.Outbox;
using Nightshift.Chat.Discord.Protocol.Gateway;
using Nightshift.Chat.Discord.Protocol.Rest;
using Nightshift.Chat.Discord.Runs;
using Nightshift.Chat.Discord.Tests.Protocol.Fakes;
using Nightshift.Chat.People;
using Nightshift.Chat.Service;
using Nightshift.Clusters;
using Nightshift.Discord.Server;
using Nightshift.Discord.Server.Driver;
using Nightshift.Discord.Server.Rest;
using Nightshift.Playbooks;
using Nightshift.Runs;
using NSubstitute;
using Person = Nightshift.Discord.Server.Driver.Person;

namespace Nightshift.Chat.Discord.Tests.Team;

/// <summary>
/// A team on the strict test Discord, and the bot with real runs in SQLite: olga asks, lena and tom are on call, all with accounts; one cluster, one playbook
/// <c>/restart tablet</c> of one step. The store, and what is on Discord, outlive a restart of the bot.
/// </summary>
internal sealed class TeamBox : IRunProgram, IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("nightshift-discord-").FullName;
    private readonly int _approvers;
    private readonly Func<DiscordChannelOptions, DiscordChannelOptions> _change;
    private ServiceProvider _services = null!;
    private List<IHostedService> _hosted = [];

    private TeamBox(DiscordServer server, int approvers, Func<DiscordChannelOptions, DiscordChannelOptions> change)
    {
        (Server, _approvers, _change) = (server, approvers, change);
        Olga = server.AddPerson("olga");
        Lena = server.AddPerson("lena", "zh-CN");
        Tom = server.AddPerson("tom");
        Cluster.Name.Returns("prod");
        Cluster.Kind.Name.Returns("openmldb");
        Cluster.Kind.NodeTypes.Returns([typeof(INode)]);
        Cluster.NodeNamesAsync(typeof(INode), default).ReturnsForAnyArgs(["a:10921", "b:10921"]);
    }

    public DiscordServer Server { get; }

    public Person Olga { get; }

    public Person Lena { get; }

    public Person Tom { get; }

    public ICluster Cluster { get; } = Substitute.For<ICluster>();

    public string Scripts => Path.Combine(_directory, "scripts");

    public IRuns Runs => _services.GetRequiredService<IRuns>();

    public IAuditLog Audit => _services.GetRequiredService<IAuditLog>();

    public FakeLogger<DiscordChannel> Log { get; } = new();

    /// <summary>Keeps the run that is under way.</summary>
    public TaskCompletionSource? Busy { get; set; }

    /// <summary>Whether the step fails.</summary>
    public bool Fails { get; set; }

    /// <summary>What stands between the bot and its client; nothing when it is not set before the start.</summary>
    public Func<IDiscord, IDiscord> Between { get; set; } = discord => discord;

    public List<ChatCommand> More { get; } = [];

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public static async Task<TeamBox> StartAsync(int approvers = 1, Func<DiscordChannelOptions, DiscordChannelOptions>? change = null, Action<TeamBox>? prepare = null)
    {
        var server = await DiscordServer.StartAsync(new DiscordServerOptions
        {
            MaxConcurrency = 100,
            RateLimits = new Dictionary<string, RateLimit> { ["GET /gateway/bot"] = new RateLimit(50, TimeSpan.FromSeconds(1)) },
        });
        var box = new TeamBox(server, approvers, change ?? (same => same));
        prepare?.Invoke(box);
        await box.StartBotAsync();
        return box;
    }

    public async Task StartBotAsync()
    {
        _services = Build();
        _hosted = [.. _services.GetServices<IHostedService>()];
        foreach (var hosted in _hosted) await hosted.StartAsync(default);
        await Server.ConnectedAsync();
        await Server.WaitAsync(() => Server.Commands(Server.Guild).Count > 0, what: "the commands");
    }

    public async Task StopBotAsync()
    {
        foreach (var hosted in Enumerable.Reverse(_hosted)) await hosted.StopAsync(default);
        _hosted = [];
        await _services.DisposeAsync();
    }

    /// <summary>Asked by olga; the run and the message with its plan.</summary>
    public async Task<(RunView Run, MessageView Plan)> AskAsync()
    {
        var typed = Olga.Type(Server.Channel, "/restart tablet endpoint:a:10921");
        await typed.AnsweredAsync();
        var plan = await Server.MessageAsync(Server.Channel, message => message.Buttons.Any(button => button.CustomId == "press:Approve"));
        return ((await Runs.FindAsync((await Runs.ListAsync(1, default)).Single().Id, default))!, plan);
    }

    public async Task<RunView> UntilAsync(RunId run, Func<RunView, bool> holds)
    {
        RunView? view = null;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (view is null || !holds(view))
        {
            if (patience.IsCancellationRequested) Assert.Fail($"never: {view?.Summary}\n{string.Join('\n', Log.Lines)}");
            view = await Runs.FindAsync(run, default);
            await Task.Delay(20);
        }

        return view;
    }

    /// <summary>What is recorded: the audit log, and what runs refused.</summary>
    public async Task<string> RecordAsync() => string.Join('\n', (await Get<IAudit>().LatestAsync(1000, default)).Select(line => $"{line.Who} {line.Outcome} {line.Action}: {line.What}"));

    public async Task RecordedAsync(string text)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!(await RecordAsync()).Contains(text, StringComparison.Ordinal))
        {
            if (patience.IsCancellationRequested) Assert.Fail($"never recorded: {text}\n{await RecordAsync()}\n{string.Join('\n', Log.Lines)}");
            await Task.Delay(20);
        }
    }

    public Task ExecuteAsync(RunRequest request, IRunContext context, CancellationToken cancellationToken) => context.StepAsync(
        new StepDefinition<Nothing>
        {
            Name = "restart",
            Description = "restart it",
            Plan = _ => Task.FromResult(Nothing.Value),
            Execute = async attempt =>
            {
                if (Busy is { } busy) await busy.Task.WaitAsync(attempt.CancellationToken);
                return Fails ? throw new InvalidOperationException("the tablet does not come back") : Nothing.Value;
            },
        },
        cancellationToken);

    public Task<Fingerprint> FingerprintAsync(RunRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new Fingerprint(new Dictionary<string, string> { ["members"] = "3 tablets" }));

    public async ValueTask DisposeAsync()
    {
        Busy?.TrySetResult();
        await StopBotAsync();
        await Server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private DiscordChannelOptions Options() => _change(new DiscordChannelOptions(new Snowflake(1), new Snowflake(Server.Guild.Id.Value), [new Snowflake(Server.Channel.Id.Value)])
    {
        People = new Dictionary<Snowflake, PersonId>
        {
            [new Snowflake(Olga.Id.Value)] = new("olga"), [new Snowflake(Lena.Id.Value)] = new("lena"), [new Snowflake(Tom.Id.Value)] = new("tom"),
        },
    });

    private ServiceProvider Build()
    {
        var options = Options();
        var people = new PeopleDirectory(
            [
                new(new PersonId("olga"), "Olga", ["operator"]), new(new PersonId("lena"), "Lena", ["oncall"]), new(new PersonId("tom"), "Tom", ["oncall"]),
                new(new PersonId("gast"), "Gast", []),
            ],
            [new("operator", ["*"], ["*"], ["*"]), new("oncall", ["approve", "reject", "withdraw", "status"], ["prod"], ["*"])],
            [.. options.Roles.Values.SelectMany(given => given)]);
        var clusters = Substitute.For<IClusters>();
        clusters.All.Returns([Cluster]);
        var client = new DiscordClientOptions(Server.Token)
        {
            ApiUrl = Server.Rest,
            Gateway = new GatewayOptions("", "") { BackOffUnit = TimeSpan.FromMilliseconds(50), IdentifySpacing = TimeSpan.FromMilliseconds(50), PresenceSpacing = TimeSpan.FromMilliseconds(50) },
            Rest = new RestOptions("", "") { UrgentTimeout = TimeSpan.FromSeconds(10), UrgentCallTimeout = TimeSpan.FromSeconds(60) },
        };
        return new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddLogging(logging => logging.AddProvider(new OneLog(Log)))
            .AddSingleton<IRunProgram>(this)
            .AddRuns(new RunOptions { Database = Path.Combine(_directory, "runs.db"), PollInterval = TimeSpan.FromMilliseconds(100), StartRetry = TimeSpan.FromMilliseconds(20) })
            .AddSingleton(people)
            .AddSingleton(clusters)
            .AddSingleton(new ApprovalPolicies(new ApprovalPolicy(_approvers, TimeSpan.FromHours(8)), []))
            .AddSingleton(new SecretMask([]))
            .AddSingleton<BreakGlass>()
            .AddSingleton<Submission>()
            .AddSingleton<ClusterChoice>()
            .AddSingleton<ICommandSource, BuiltInCommands>()
            .AddSingleton<ICommandSource>(provider => new Restart(this, provider.GetRequiredService<ClusterChoice>(), people, provider.GetRequiredService<Submission>()))
            .AddSingleton<ICommandSource>(provider => new HelpCommand(provider.GetRequiredService<CommandTable>, people))
            .AddSingleton<CommandTable>()
            .AddSingleton<ChatService>()
            .AddSingleton<IDiscord>(provider => Between(new DiscordClient(client, TimeProvider.System, new Random(1), provider.GetRequiredService<ILogger<DiscordClient>>())))
            .AddDiscordPeople(options)
            .AddDiscordChannel(Scripts)
            .AddSingleton(new RunMessagesOptions(options.Guild, options.Channels[0], "en")
            {
                Beat = TimeSpan.FromMilliseconds(50),
                Outbox = new OutboxOptions { BetweenSends = TimeSpan.FromMilliseconds(100), BetweenEdits = TimeSpan.FromMilliseconds(100) },
            })
            .BuildServiceProvider();
    }

    private sealed class Restart(TeamBox box, ClusterChoice choice, PeopleDirectory people, Submission submission) : ICommandSource
    {
        private static readonly PlaybookOption Endpoint = new("endpoint", "Endpoint", OptionType.Nodes, "which tablet", true, null, false, 0, typeof(INode).FullName, []);

        public Task<IReadOnlyList<ChatCommand>> CommandsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ChatCommand>>(
            [new PlaybookCommand(new Playbook(new PlaybookDescriptor("openmldb/restart-tablet.csx", "restart tablet", "Restarts it", "openmldb", [Endpoint]), []), choice, people, submission), .. box.More]);
    }

    private sealed class OneLog(FakeLogger<DiscordChannel> log) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => log;

        public void Dispose()
        {
        }
    }
}
