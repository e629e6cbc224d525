using Nightshift.Runs;
using Nightshift.Runs.Store.Sqlite;

namespace Nightshift.Bot.Tests.Fakes;

/// <summary>A configuration whose store holds two runs that succeeded.</summary>
internal sealed class FilledStore : IDisposable
{
    private readonly TempSettings _settings;

    private FilledStore(TempSettings settings, string path) => (_settings, File) = (settings, path);

    public string File { get; }

    public string Folder => _settings.Folder;

    public string[] Config => ["--config", _settings.ConfigFile];

    public static async Task<FilledStore> CreateAsync()
    {
        var path = Path.Combine(Path.GetTempPath(), $"nightshift-store-{Guid.NewGuid():N}", "runs.db");
        var filled = new FilledStore(new TempSettings($$"""{{TempSettings.People}}, "Store": { "Path": "{{path}}" }"""), path);
        await using var store = SqliteRunStore.Open(path);
        await using var runs = new RunService(store, new DelegateProgram(OneStepAsync), new RunOptions());
        await runs.StartAsync(default);
        for (var i = 0; i < 2; i++) await RunAsync(runs);
        return filled;
    }

    public void Dispose()
    {
        _settings.Dispose();
        Directory.Delete(Path.GetDirectoryName(File)!, recursive: true);
    }

    private static async Task RunAsync(RunService runs)
    {
        var request = new RunRequest("prod", "/restart tablet all", "openmldb/restart.csx", "{}", [new SourceFile("openmldb/restart.csx", "// nothing")], new PersonId("operator"), "cli");
        var plan = await runs.PlanAsync(request, default);
        await runs.WaitForEndAsync(await runs.SubmitAsync(request, plan, new ApprovalPolicy(0, TimeSpan.FromHours(1)), default), default).WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static Task<int> OneStepAsync(IRunContext context, CancellationToken cancellationToken) => context.StepAsync(
        new StepDefinition<int> { Name = "stop", Description = "stop the tablet", Execute = _ => Task.FromResult(7) }, cancellationToken);
}
