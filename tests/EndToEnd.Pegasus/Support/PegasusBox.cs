using System.Diagnostics;
using System.Globalization;
using Nightshift.EndToEnd.Support;
using Nightshift.Onebox.Deployment;
using Nightshift.Onebox.Pegasus.Deployment;

namespace Nightshift.EndToEnd.Pegasus.Support;

/// <summary>A Pegasus onebox of its own in a temporary folder and on free ports, gone with everything in it at the end.</summary>
internal sealed class PegasusBox : IAsyncDisposable
{
    private const int MetaPort = 34600;
    private const int ReplicaPort = 34800;
    private const int CollectorPort = 34101;

    private readonly PegasusOnebox _box;
    private readonly BoxPorts _ports;

    private PegasusBox(PegasusOnebox box, string home, BoxPorts ports)
    {
        (_box, Home, _ports) = (box, home, ports);
        Raw = new RawPegasus([.. Enumerable.Range(1, 3).Select(Meta)]);
    }

    public string Home { get; }

    public int PortOffset => _ports.Offset;

    public PegasusOnebox Cluster => _box;

    public RawPegasus Raw { get; }

    public string Collector => $"127.0.0.1:{CollectorPort + PortOffset}";

    public IEnumerable<string> Servers => Enumerable.Range(1, 5).Select(Replica);

    public static async Task<PegasusBox> UpAsync(OneboxTiming timing = OneboxTiming.Short, IReadOnlyDictionary<string, string>? settings = null)
    {
        var home = Directory.CreateTempSubdirectory("nightshift-").FullName;
        var ports = BoxPorts.Take();
        var offset = ports.Offset;
        var options = new PegasusOptions { Directory = Path.Combine(home, "box", "pegasus"), PortOffset = offset, Timing = timing, Settings = settings ?? new Dictionary<string, string>() };
        var box = new PegasusBox(new PegasusOnebox(options, TimeProvider.System), home, ports);
        try
        {
            await box._box.UpAsync(new Progress<string>(), CancellationToken.None);
            return box;
        }
        catch
        {
            await box.DisposeAsync();
            throw;
        }
    }

    public string Meta(int number) => $"127.0.0.1:{MetaPort + number + PortOffset}";

    public string Replica(int number) => $"127.0.0.1:{ReplicaPort + number + PortOffset}";

    public BotProcess Bot(IReadOnlyDictionary<string, string>? environment, params string[] arguments) => Bot(environment, onTerminal: false, arguments);

    public BotProcess Bot(IReadOnlyDictionary<string, string>? environment, bool onTerminal, params string[] arguments) => BotProcess.Start(
        Home,
        [.. arguments, "--dir", Path.Combine(Home, "box"), "--port-offset", PortOffset.ToString(CultureInfo.InvariantCulture), "--onebox", "pegasus", "--timing", _box.Options.Timing == OneboxTiming.Upstream ? "upstream" : "short"],
        environment: environment,
        onTerminal: onTerminal);

    public Task<Finished> RunAsync(TimeSpan patience, params string[] arguments) => RunAsync(patience, null, arguments);

    public async Task<Finished> RunAsync(TimeSpan patience, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        await using var bot = Bot(environment, arguments);
        return await bot.EndAsync(patience);
    }

    /// <summary>Calls a server's own <c>stop.sh</c> or <c>start.sh</c>.</summary>
    /// <param name="server">A replica server or a meta server.</param>
    public async Task ScriptAsync(string server, string script)
    {
        var port = int.Parse(server.Split(':')[1], CultureInfo.InvariantCulture) - PortOffset;
        var folder = Path.Combine(_box.Options.Directory, port > ReplicaPort ? $"replica{port - ReplicaPort}" : $"meta{port - MetaPort}");
        await ShellAsync($"{script} of {server}", folder, Path.Combine(folder, script));
    }

    /// <summary>A line as a person types it into a shell.</summary>
    public static Task TypeAsync(string line) => ShellAsync(line, "/", "-c", line);

    private static async Task ShellAsync(string what, string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{what}: {await output}{await errors}");
    }

    /// <summary>SIGKILL to one process of the box, by its name (<c>meta2</c>, <c>replica3</c>).</summary>
    public async Task KillAsync(string name)
    {
        var process = (await _box.StatusAsync(CancellationToken.None)).First(each => each.Component.Name == name);
        Process.GetProcessById(process.Pid!.Value).Kill();
    }

    /// <summary>From a tenth of a second on, until cleared; see <c>onebox help</c>.</summary>
    public Task FaultAsync(string node, string key, string value) => _box.FaultAsync(node, key, value, CancellationToken.None);

    public Task ClearFaultsAsync() => _box.ClearFaultsAsync(null, CancellationToken.None);

    /// <summary>When the process of a server was started, by its own account.</summary>
    public static async Task<string> StartedAsync(string server)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri($"http://{server}/recentStartTime"));
    }

    public string NameOfMeta(string address) => $"meta{int.Parse(address.Split(':')[1], CultureInfo.InvariantCulture) - MetaPort - PortOffset}";

    public async ValueTask DisposeAsync()
    {
        await Raw.DisposeAsync();
        await _box.DownAsync(new Progress<string>(), CancellationToken.None);
        _box.Dispose();
        Directory.Delete(Home, recursive: true);
        _ports.Dispose();
    }
}
