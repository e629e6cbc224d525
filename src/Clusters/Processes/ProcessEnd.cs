using Nightshift.Hosts;

namespace Nightshift.Clusters;

/// <summary>Sees every process of a node gone, and helps those along that the command to stop it did not know of.</summary>
/// <param name="node">As people call it.</param>
/// <param name="find">Every process of it that lives; asked until there is none.</param>
public sealed class ProcessEnd(object node, IHost host, Func<CancellationToken, Task<IReadOnlyList<ProcessInfo>>> find, TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Only SIGTERM is ever sent, once to each: what does not end by it holds data that it writes down, and people decide.</summary>
    /// <param name="said">What was done to stop it and what that said, for the sentence.</param>
    public async Task SeeAsync(string said, Action<string> waiting, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var signalled = new HashSet<ProcessIdentity>();
        while (true)
        {
            var left = await find(cancellationToken);
            if (left.Count == 0) return;
            waiting($"waits for process {string.Join(", ", left.Select(process => process.Pid))} of {node} to be gone ({said})");
            if (time.GetElapsedTime(began) > Grace)
            {
                // Scripts know only pid files: an orphan has none, the file may name a shell, and a monitor may start one more on its way out.
                foreach (var process in left.Where(process => signalled.Add(process.Identity)))
                    await host.KillAsync(process.Identity, HostSignal.Terminate, cancellationToken);
            }

            await Task.Delay(Poll, time, cancellationToken);
        }
    }
}
