using System.Text;
using Nightshift.Hosts;

namespace Nightshift.Pegasus.Tests.Processes;

/// <summary>A machine in memory whose commands and signals do what the test says.</summary>
internal sealed class ScriptedHost(string name = "db1") : IHost
{
    public const string Root = "/opt/pegasus";
    public const int Port = 34801;
    public static readonly Sha256Digest Program = Sha256Digest.Of("the program"u8);
    private static readonly Guid Boot = Guid.Parse("7f1b4a9e-0000-4000-8000-000000000001");
    private readonly Dictionary<DetachedId, DetachedStatus> _detached = [];

    public List<ProcessInfo> Processes { get; } = [];

    /// <summary>Processes that work below the root.</summary>
    public HashSet<int> Within { get; } = [];

    /// <summary>Who listens on the port.</summary>
    public HashSet<int> Listening { get; } = [];

    /// <summary>Sockets on the port whose owner may not be seen.</summary>
    public int HiddenSockets { get; set; }

    public Dictionary<string, Sha256Digest> Digests { get; } = new() { [$"{Root}/bin/pegasus_server"] = Program };

    /// <summary>What a detached command does when it runs; its answer is how it ends.</summary>
    public Func<IReadOnlyList<string>, DetachedStatus> Command { get; set; } = _ => Exited("done");

    /// <summary>What <c>systemctl show</c> says.</summary>
    public Func<string> Unit { get; set; } = () => throw new InvalidOperationException("no unit");

    public Action<ProcessIdentity> Killed { get; set; } = _ => { };

    /// <summary>Before every look at who is where.</summary>
    public Action Looks { get; set; } = () => { };

    public string Log { get; set; } = "";

    public List<string> Commands { get; } = [];

    public List<HostCommand> Detached { get; } = [];

    public List<(int Pid, HostSignal Signal)> Signals { get; } = [];

    public string RealRoot { get; set; } = Root;

    public HostAddress Address { get; } = HostAddress.Parse(name);

    public string Name => name;

    public static DetachedStatus Exited(string said, int code = 0) => new DetachedStatus.Exited(code, Text(said), CommandOutput.Empty);

    public static ProcessInfo Process(int pid, string? executable, params string[] arguments) => new(new ProcessIdentity(pid, pid * 10, Boot), 1, 'S', executable, false, arguments);

    /// <summary>As a start script starts it: by a link to a release that lies elsewhere, with nothing of the server's directory in its arguments.</summary>
    public static ProcessInfo Replica(int pid) => Process(pid, "/opt/releases/2.5.0/bin/pegasus_server", "./bin/pegasus_server", "config.ini", "-app_list", "replica");

    public void Run(ProcessInfo process, bool listens = true, bool within = true, Sha256Digest? program = null)
    {
        Processes.Add(process);
        if (within) Within.Add(process.Pid);
        if (listens) Listening.Add(process.Pid);
        Digests[$"/proc/{process.Pid}/exe"] = program ?? Program;
    }

    public void End(int pid)
    {
        Processes.RemoveAll(process => process.Pid == pid);
        Within.Remove(pid);
        Listening.Remove(pid);
        Digests.Remove($"/proc/{pid}/exe");
    }

    public Task<CommandResult> RunAsync(HostCommand command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (command.Arguments.Contains("whereabouts.sh"))
        {
            Looks();
            Assert.Equal([Root, "34801"], command.Arguments.TakeLast(2));
            string[] places = [Root + "/", RealRoot + "/"];
            var near = Processes.Where(process => places.Any(place => process.Executable?.StartsWith(place, StringComparison.Ordinal) == true || process.Arguments.Any(argument => argument.Contains(place, StringComparison.Ordinal))));
            IEnumerable<string> lines =
            [
                .. RealRoot.Length > 0 ? [$"root {RealRoot}"] : Array.Empty<string>(),
                .. near.Select(process => $"near {process.Pid}"),
                .. Within.Select(pid => $"within {pid}"),
                .. Listening.Select(pid => $"listens {pid}"),
                $"sockets {Listening.Count + HiddenSockets}",
                "done",
            ];
            return Answer(string.Concat(lines.Select(line => line + "\n")));
        }

        Assert.Equal(["systemctl", "show", "--no-pager"], command.Arguments.Take(3));
        return Answer(Unit());
    }

    public Task<DetachedStatus> StartDetachedAsync(DetachedId id, HostCommand command, CancellationToken cancellationToken)
    {
        if (!_detached.TryGetValue(id, out var status))
        {
            Commands.Add(string.Join(' ', command.Arguments));
            Detached.Add(command);
            _detached.Add(id, status = Command(command.Arguments));
        }

        return Task.FromResult(status);
    }

    public Task<DetachedStatus> AttachAsync(DetachedId id, TimeSpan wait, CancellationToken cancellationToken) =>
        Task.FromResult(_detached[id] is DetachedStatus.Running ? _detached[id] = Exited("it ended") : _detached[id]);

    public Task<IReadOnlyList<ProcessInfo>> FindProcessesAsync(string text, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyList<ProcessInfo> found =
            [.. Processes.Where(process => process.Executable?.Contains(text, StringComparison.Ordinal) == true || process.Arguments.Any(argument => argument.Contains(text, StringComparison.Ordinal)))];
        return Task.FromResult(found);
    }

    public Task<ProcessInfo?> ProcessAsync(int pid, CancellationToken cancellationToken) => Task.FromResult(Processes.Find(process => process.Pid == pid));

    public Task<bool> KillAsync(ProcessIdentity process, HostSignal signal, CancellationToken cancellationToken)
    {
        Signals.Add((process.Pid, signal));
        Killed(process);
        return Task.FromResult(true);
    }

    public Task<Sha256Digest?> DigestAsync(string path, CancellationToken cancellationToken) =>
        Task.FromResult(Digests.TryGetValue(path, out var digest) ? digest : (Sha256Digest?)null);

    public Task<CommandOutput> ReadTailAsync(string path, int maxBytes, CancellationToken cancellationToken) => Log.Length > 0
        ? Task.FromResult(Text(Log))
        : throw new HostFileException(Address, HostFileFault.NotFound, path, "no such file");

    public Task<bool> ExistsAsync(string path, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<CommandOutput> ReadFileAsync(string path, int maxBytes, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> UploadAsync(string localPath, string remotePath, Sha256Digest expected, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> UploadDirectoryAsync(string localDirectory, string remoteDirectory, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task WriteFileAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => throw new NotSupportedException();

    private static CommandOutput Text(string text) => new(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetByteCount(text));

    private static Task<CommandResult> Answer(string stdout, int code = 0) => Task.FromResult(new CommandResult(code, Text(stdout), CommandOutput.Empty, TimeSpan.Zero));
}
