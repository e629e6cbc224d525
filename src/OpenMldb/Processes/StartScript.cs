using Nightshift.Hosts;

namespace Nightshift.OpenMldb.Processes;

/// <summary>
/// Runs <c>bin/start.sh start|stop COMPONENT [mon]</c> detached on the host, once per id. The script exits 0 also when it failed, so
/// its words only help to explain; what counts is looked up afterwards. Source: <c>release/bin/start.sh</c>.
/// </summary>
internal sealed class StartScript(NodeDeployment node, DetachedId id, string verb, bool mon)
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    private bool _begun;

    /// <summary>What the script said last, for people.</summary>
    public string Said { get; private set; } = "nothing yet";

    /// <summary>Starts it, or finds the start of before a crash: an id runs once.</summary>
    /// <exception cref="ProcessControlException">The script refused its arguments or configuration, or did not begin.</exception>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        var command = new HostCommand([$"{node.Directory}/bin/start.sh", verb, node.Component, .. mon ? ["mon"] : Array.Empty<string>()]) { WorkingDirectory = node.Directory };
        _begun = true;
        Take(await node.Host.StartDetachedAsync(id, command, cancellationToken));
    }

    /// <summary>Whether it has ended; true as well when it was never begun here.</summary>
    public async Task<bool> HasEndedAsync(CancellationToken cancellationToken) =>
        !_begun || Take(await node.Host.AttachAsync(id, TimeSpan.Zero, cancellationToken));

    /// <summary>Starts it and waits for its end.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        while (!Take(await node.Host.AttachAsync(id, Round, cancellationToken))) cancellationToken.ThrowIfCancellationRequested();
    }

    /// <returns>Whether it has ended.</returns>
    private bool Take(DetachedStatus status)
    {
        switch (status)
        {
            case DetachedStatus.Running:
                return false;
            case DetachedStatus.Exited { Code: 0 } exited:
                Said = LastWords(exited.Stdout, exited.Stderr);
                return true;
            case DetachedStatus.Exited exited:
                throw new ProcessControlException(node, $"bin/start.sh {verb} ended with {exited.Code}: {LastWords(exited.Stdout, exited.Stderr)}");
            case DetachedStatus.Died died:
                // Killed in the middle or lost by a reboot: the truth is in the processes, which the caller looks at next.
                Said = $"it was cut short{(died.HostRebooted ? " by a reboot of the host" : "")}";
                return true;
            default:
                throw new ProcessControlException(node, $"bin/start.sh {verb} did not begin on {node.Host.Name}");
        }
    }

    /// <summary>The last line that says something, without colours.</summary>
    private static string LastWords(CommandOutput stdout, CommandOutput stderr)
    {
        var lines = $"{stdout.Excerpt}\n{stderr.Excerpt}".Split('\n').Select(Plain).Where(line => line.Length > 0).ToList();
        return lines.Count == 0 ? "it said nothing" : lines.FindLast(line => line.Contains("success", StringComparison.Ordinal) || line.Contains("fail", StringComparison.Ordinal)) ?? lines[^1];
    }

    private static string Plain(string line)
    {
        var kept = new System.Text.StringBuilder();
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '\u001b')
            {
                while (i < line.Length && !char.IsAsciiLetter(line[i])) i++;
            }
            else if (!char.IsControl(line[i]))
            {
                kept.Append(line[i]);
            }
        }

        return kept.ToString().Trim();
    }
}
