using System.Globalization;
using System.Reflection;
using Nightshift.Clusters;
using Nightshift.Hosts;

namespace Nightshift.Pegasus.Processes;

/// <summary>
/// When the processes of one server began, by its host's clock: the one of now as the kernel tells, and those that were started or stopped from here, remembered in a file
/// beside the server. So it outlives the bot, and every bot finds the same. What others start and stop in between is not seen.
/// </summary>
internal sealed class StartHistory(ServerDeployment server)
{
    /// <summary>The kernel tells of boot in whole seconds, which a change of the clock may shift by one: what is nearer than this is one start.</summary>
    private const long SameSeconds = 2;
    private const string Now = "now";

    private static readonly string Script = ReadScript();

    /// <summary>How long ago each began, the youngest first.</summary>
    /// <exception cref="ProcessControlException">The host does not tell, or could not remember.</exception>
    /// <param name="running">Pids.</param>
    public async Task<IReadOnlyList<TimeSpan>> AgesAsync(IEnumerable<int> running, CancellationToken cancellationToken)
    {
        var result = await RunAsync("read", Texts(running), cancellationToken);
        return result.Succeeded && Parse(result.Stdout.Text) is { } ages
            ? ages
            : throw new ProcessControlException(server, $"{server.Host.Name} does not tell when it was started before: {Said(result)}");
    }

    /// <summary>Remembers when these processes began.</summary>
    /// <param name="running">Pids.</param>
    /// <returns>Why it could not; null when it did.</returns>
    public Task<string?> KeepAsync(IEnumerable<int> running, CancellationToken cancellationToken) => KeepAsync(Texts(running), cancellationToken);

    /// <summary>Remembers that one began about now, and ended before it was seen.</summary>
    /// <inheritdoc cref="KeepAsync(IEnumerable{int}, CancellationToken)"/>
    public Task<string?> KeepNowAsync(CancellationToken cancellationToken) => KeepAsync([Now], cancellationToken);

    /// <returns>Null when the answer is not whole.</returns>
    internal static IReadOnlyList<TimeSpan>? Parse(string text)
    {
        if (text.Split('\n') is not [var first, .. var lines, "done", ""] || Seconds(first, "now ") is not { } now) return null;
        var starts = lines.Select(line => Seconds(line, "start ")).ToList();
        if (starts.Contains(null)) return null;
        var different = new List<long>();
        foreach (var start in starts.Select(start => start!.Value).OrderDescending())
            if (different.Count == 0 || different[^1] - start >= SameSeconds) different.Add(start);
        return [.. different.Select(start => TimeSpan.FromSeconds(Math.Max(0, now - start)))];
    }

    private static long? Seconds(string line, string word) =>
        line.StartsWith(word, StringComparison.Ordinal) && long.TryParse(line.AsSpan(word.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < uint.MaxValue
            ? seconds
            : null;

    private async Task<string?> KeepAsync(List<string> pids, CancellationToken cancellationToken)
    {
        if (pids.Count == 0) return null;
        var result = await RunAsync("keep", pids, cancellationToken);
        return result.Succeeded ? null : Said(result);
    }

    private Task<CommandResult> RunAsync(string verb, List<string> pids, CancellationToken cancellationToken)
    {
        var name = $"{server.Role}-{server.Endpoint.Host}-{server.Endpoint.Port}";
        return server.Host.RunAsync(new HostCommand(["sh", "-c", Script, "starts.sh", verb, server.Directory, name, .. pids]), cancellationToken);
    }

    private static List<string> Texts(IEnumerable<int> pids) => [.. pids.Select(pid => pid.ToString(CultureInfo.InvariantCulture))];

    private static string Said(CommandResult result) => result.Stderr.Excerpt.Trim() is { Length: > 0 } said ? said : $"exit code {result.ExitCode}";

    private static string ReadScript()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Nightshift.Pegasus.Processes.starts.sh")
            ?? throw new InvalidOperationException("the program lacks its resource starts.sh");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
