using System.Text;
using Nightshift.Hosts;

namespace Nightshift.OpenMldb.Tests.Processes;

/// <summary>A machine in memory whose start script and signals do what the test says.</summary>
internal sealed class ScriptedHost : IHost
{
    public const string Root = "/opt/openmldb";
    public static readonly Sha256Digest Binary = Sha256Digest.Of("the binary"u8);
    private static readonly Guid Boot = Guid.Parse("7f1b4a9e-0000-4000-8000-000000000001");
    private readonly Dictionary<DetachedId, DetachedStatus> _detached = [];

    public List<ProcessInfo> Processes { get; } = [];

    public Dictionary<string, Sha256Digest> Digests { get; } = new() { [$"{Root}/bin/openmldb"] = Binary };

    /// <summary>What the script does when it runs; its answer is how it ends.</summary>
    public Func<IReadOnlyList<string>, DetachedStatus> Script { get; set; } = _ => Exited("Start tablet success");

    public Action<ProcessIdentity, HostSignal> Killed { get; set; } = (_, _) => { };

    /// <summary>After every look at the processes.</summary>
    public Action Looked { get; set; } = () => { };

    public string Log { get; set; } = "";

    public List<string> Scripts { get; } = [];

    public List<(int Pid, HostSignal Signal)> Signals { get; } = [];

    public string RealRoot { get; set; } = Root;

    public HostAddress Address { get; } = HostAddress.Parse("db1");

    public string Name => "db1";

    public static DetachedStatus Exited(string said, int code = 0) => new DetachedStatus.Exited(code, Text(said), CommandOutput.Empty);

    public static ProcessInfo Process(int pid, string? executable, params string[] arguments) =>
        new(new ProcessIdentity(pid, pid * 10, Boot), 1, 'S', executable, false, arguments);

    /// <summary>As bin/start.sh starts it.</summary>
    public static ProcessInfo Tablet(int pid, string root = Root) => Process(pid, $"{root}/bin/openmldb", "./bin/openmldb", "--flagfile=./conf/tablet.flags", "--enable_status_service=true");

    public static ProcessInfo Monitor(int pid) =>
        Process(pid, $"{Root}/bin/mon", "./bin/mon", "./bin/openmldb --flagfile=./conf/tablet.flags --enable_status_service=true", "-d", "-s", "10", "-m", "bin/tablet.pid");

    public void Run(ProcessInfo process, Sha256Digest? binary = null)
    {
        Processes.Add(process);
        Digests[$"/proc/{process.Pid}/exe"] = binary ?? Binary;
    }

    public void End(int pid)
    {
        Processes.RemoveAll(process => process.Pid == pid);
        Digests.Remove($"/proc/{pid}/exe");
    }

    public Task<CommandResult> RunAsync(HostCommand command, CancellationToken cancellationToken)
    {
        Assert.Equal(["readlink", "-e", "--", Root], command.Arguments);
        var found = RealRoot.Length > 0;
        return Task.FromResult(new CommandResult(found ? 0 : 1, Text(found ? RealRoot + "\n" : ""), CommandOutput.Empty, TimeSpan.Zero));
    }

    public Task<DetachedStatus> StartDetachedAsync(DetachedId id, HostCommand command, CancellationToken cancellationToken)
    {
        if (!_detached.TryGetValue(id, out var status))
        {
            Scripts.Add(string.Join(' ', command.Arguments));
            _detached.Add(id, status = Script(command.Arguments));
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
        Looked();
        return Task.FromResult(found);
    }

    public Task<ProcessInfo?> ProcessAsync(int pid, CancellationToken cancellationToken) => Task.FromResult(Processes.Find(process => process.Pid == pid));

    public Task<bool> KillAsync(ProcessIdentity process, HostSignal signal, CancellationToken cancellationToken)
    {
        Signals.Add((process.Pid, signal));
        Killed(process, signal);
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
}
