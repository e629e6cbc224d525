using System.Collections.Concurrent;
using Nightshift.Hosts;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Leaks;

/// <param name="Running">Sentences about the vendor's tool at work; what it has changed is no leak.</param>
/// <param name="Unseen">Hosts that could not be asked, each with the reason.</param>
internal sealed record VendorTraces(IReadOnlyList<StatFile> Files, IReadOnlyList<string> Running, IReadOnlyList<string> Unseen);

/// <summary>Looks on the hosts for what <c>openmldb_ops.py</c> leaves behind, and whether it is at work.</summary>
/// <param name="rootPath">The cluster's <c>zk_root_path</c>: a tool that names another one works on another cluster.</param>
internal sealed class VendorTool(IReadOnlyList<StatPlace> places, string rootPath)
{
    private const string Script = "openmldb_ops.py";
    private const int MostBytes = 16 << 20;
    private const int AtOnce = 32;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    public async Task<VendorTraces> Look(CancellationToken cancellationToken)
    {
        var files = new ConcurrentBag<StatFile>();
        var running = new ConcurrentBag<string>();
        var unseen = new ConcurrentBag<string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(places.GroupBy(place => place.Host.Name, StringComparer.Ordinal), options, async (group, token) =>
        {
            try
            {
                foreach (var sentence in await Running(group.First().Host, token)) running.Add(sentence);
                foreach (var place in group)
                {
                    if (await Read(place, token) is { } file) files.Add(file);
                }
            }
            catch (HostException fault)
            {
                unseen.Add($"host {group.Key} could not be looked at: {fault.Message}");
            }
        });
        return new VendorTraces([.. files.OrderBy(file => file.ToString(), StringComparer.Ordinal)], [.. running.Order(StringComparer.Ordinal)], [.. unseen.Order(StringComparer.Ordinal)]);
    }

    /// <summary>Takes a file out of the vendor's tool's way, keeping it. Looks first, so that it may be called again.</summary>
    /// <exception cref="InvalidOperationException">It is not what was seen before, or could not be moved.</exception>
    public async Task SetAside(StatFile file, string aside, StepAttempt attempt)
    {
        var host = places.First(place => place.Host.Name == file.Host && place.Path == file.Path).Host;
        var cancellationToken = attempt.CancellationToken;
        if (await host.DigestAsync(file.Path, cancellationToken) is not { } digest)
        {
            attempt.Note($"{file} is not there any more");
            return;
        }

        if (digest.Hex != file.Digest) throw new InvalidOperationException($"{file} was changed since it was read; look at it, and tidy up again");
        var id = new DetachedId(attempt.EffectId);
        var status = await host.StartDetachedAsync(id, new HostCommand("mv", "-n", "--", file.Path, aside), cancellationToken);
        while (status is DetachedStatus.Running) status = await host.AttachAsync(id, Round, cancellationToken);
        if (await host.ExistsAsync(file.Path, cancellationToken)) throw new InvalidOperationException($"{file} could not be renamed to {aside}: {Said(status)}");
        attempt.Note($"{file} is now {aside}");
    }

    private static async Task<StatFile?> Read(StatPlace place, CancellationToken cancellationToken)
    {
        if (!await place.Host.ExistsAsync(place.Path, cancellationToken)) return null;
        var content = await place.Host.ReadFileAsync(place.Path, MostBytes, cancellationToken);
        return content.Truncated
            ? new StatFile(place.Host.Name, place.Path, "", [], [$"it has {content.Length} bytes, more than a file of the vendor's tool would"])
            : StatFile.Parse(place.Host.Name, place.Path, Sha256Digest.Of(content.Bytes.Span).Hex, content.Text);
    }

    private async Task<IEnumerable<string>> Running(IHost host, CancellationToken cancellationToken) =>
        from process in await host.FindProcessesAsync(Script, cancellationToken)
        where IsTool(process) && !IsOfAnotherCluster(process)
        select $"{Script} is at work on {host.Name} (pid {process.Pid})";

    /// <summary>An editor or a pager that has the script open is not it.</summary>
    private static bool IsTool(ProcessInfo process) =>
        process.Arguments is [var program, ..]
        && (IsScript(program) || (Path.GetFileName(program).StartsWith("python", StringComparison.Ordinal) && process.Arguments.Skip(1).Any(IsScript)));

    private static bool IsScript(string argument) => argument == Script || argument.EndsWith($"/{Script}", StringComparison.Ordinal);

    private bool IsOfAnotherCluster(ProcessInfo process)
    {
        var named = process.Arguments.Select(argument => argument.Split('=', 2)).FirstOrDefault(parts => parts is ["--zk_root_path", _]);
        return named is not null && named[1] != rootPath;
    }

    private static string Said(DetachedStatus status) => status is DetachedStatus.Exited exited ? exited.Stderr.Excerpt.Trim() : "it did not end";
}

/// <summary>Where the vendor's file may be.</summary>
internal sealed record StatPlace(IHost Host, string Path);
