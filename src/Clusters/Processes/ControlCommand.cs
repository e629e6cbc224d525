using System.Text;
using Nightshift.Hosts;

namespace Nightshift.Clusters;

/// <summary>
/// A command that starts or stops a node, run detached, once per id. Scripts say 0 also when they failed and more than 0 when they did not, so what it says only helps to
/// explain; what counts is looked up afterwards.
/// </summary>
/// <param name="node">As people call it.</param>
/// <param name="host">Where the command runs.</param>
/// <param name="name">The command as sentences name it: <c>bin/start.sh start</c>.</param>
public sealed class ControlCommand(object node, IHost host, DetachedId id, HostCommand command, string name)
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    private bool _begun;

    /// <summary>What it said last, for people.</summary>
    public string Said { get; private set; } = "nothing yet";

    /// <summary>Starts it, or finds the start of before a crash: an id runs once.</summary>
    /// <exception cref="ProcessControlException">It ended with another code than 0, or did not begin.</exception>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        _begun = true;
        Take(await host.StartDetachedAsync(id, command, cancellationToken));
    }

    /// <summary>Whether it has ended; true as well when it was never begun here.</summary>
    public async Task<bool> HasEndedAsync(CancellationToken cancellationToken) => !_begun || Take(await host.AttachAsync(id, TimeSpan.Zero, cancellationToken));

    /// <summary>Starts it and waits for its end.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        while (!Take(await host.AttachAsync(id, Round, cancellationToken))) cancellationToken.ThrowIfCancellationRequested();
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
                throw new ProcessControlException(node, $"{name} ended with {exited.Code}: {LastWords(exited.Stdout, exited.Stderr)}");
            case DetachedStatus.Died died:
                // Killed in the middle or lost by a reboot: the truth is in the processes, which the caller looks at next.
                Said = $"it was cut short{(died.HostRebooted ? " by a reboot of the host" : "")}";
                return true;
            default:
                throw new ProcessControlException(node, $"{name} did not begin on {host.Name}");
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
        var kept = new StringBuilder();
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
