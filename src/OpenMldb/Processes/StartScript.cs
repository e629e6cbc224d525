using Nightshift.Hosts;

namespace Nightshift.OpenMldb.Processes;

/// <summary>
/// Runs <c>bin/start.sh start|stop COMPONENT [mon]</c> detached on the host, once per id. The script exits 0 also when it failed, so
/// its words only help to explain; what counts is looked up afterwards. Source: <c>release/bin/start.sh</c>.
/// </summary>
internal sealed class StartScript(NodeDeployment node)
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    /// <returns>What the script said, for people.</returns>
    /// <exception cref="ProcessControlException">The script refused its arguments or configuration, or nobody knows how it ended.</exception>
    public async Task<string> RunAsync(string verb, bool mon, DetachedId id, CancellationToken cancellationToken)
    {
        var command = new HostCommand([$"{node.Directory}/bin/start.sh", verb, node.Component, .. mon ? ["mon"] : Array.Empty<string>()]) { WorkingDirectory = node.Directory };
        var status = await node.Host.StartDetachedAsync(id, command, cancellationToken);
        while (status is DetachedStatus.Running)
        {
            cancellationToken.ThrowIfCancellationRequested();
            status = await node.Host.AttachAsync(id, Round, cancellationToken);
        }

        return status switch
        {
            DetachedStatus.Exited { Code: 0 } exited => Said(exited.Stdout, exited.Stderr),
            DetachedStatus.Exited exited => throw new ProcessControlException(node, $"bin/start.sh {verb} ended with {exited.Code}: {Said(exited.Stdout, exited.Stderr)}"),

            // Killed in the middle or lost by a reboot: the truth is in the processes, which the caller looks at next.
            DetachedStatus.Died died => $"bin/start.sh {verb} was cut short{(died.HostRebooted ? " by a reboot of the host" : "")}",
            _ => throw new ProcessControlException(node, $"bin/start.sh {verb} did not begin on {node.Host.Name}"),
        };
    }

    /// <summary>The last line that says something, without colours.</summary>
    private static string Said(CommandOutput stdout, CommandOutput stderr)
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
