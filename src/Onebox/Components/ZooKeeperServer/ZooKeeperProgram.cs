using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Onebox.ZooKeeper;

namespace Nightshift.Onebox.Components.ZooKeeperServer;

/// <summary>The embedded ZooKeeper as a process, set up by a <c>zoo.cfg</c>. SIGTERM and SIGINT end it orderly.</summary>
internal static class ZooKeeperProgram
{
    /// <param name="settings">The <c>zoo.cfg</c>.</param>
    /// <param name="time">Clock of the sessions.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(Settings settings, TimeProvider time, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        var options = new EmbeddedZooKeeperOptions
        {
            Port = int.Parse(settings.Require("clientPort"), CultureInfo.InvariantCulture),
            Host = settings.Find("clientPortAddress") ?? "127.0.0.1",
            DataDirectory = settings.Require("dataDir"),
            TickTime = settings.Milliseconds("tickTime", 2000),
            MaxSessionTimeout = settings.Milliseconds("maxSessionTimeout", 60_000),
        };
        await new EmbeddedZooKeeper(time, NullLogger<EmbeddedZooKeeper>.Instance).RunAsync(options, end.Token);
        return 0;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            end.Cancel();
        }
    }
}
