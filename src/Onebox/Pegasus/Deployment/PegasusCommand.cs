using System.Globalization;
using Nightshift.Onebox.Deployment;

namespace Nightshift.Onebox.Pegasus.Deployment;

/// <summary>The command line of a Pegasus box: <c>up|down|status|fault pegasus [--option value …]</c>.</summary>
internal static class PegasusCommand
{
    public const string Usage =
        """
        With pegasus after the command: the same for a Pegasus cluster.
          up pegasus, down pegasus, status pegasus
          fault pegasus NODE KEY VALUE           a value that goes before config.ini's, of section [onebox] or as SECTION.KEY
          fault pegasus clear [NODE]             take the faults away
        Options with pegasus:
          --dir DIR                              it lives in DIR/pegasus (.onebox)
          --port-offset N                        added to every default port
          --zookeeper HOST:PORT                  use this ZooKeeper instead of an own one
          --cluster NAME                         the cluster's name (onebox)
          --generation 2.5|master                how servers are named on the wire (as the release says)
          --product-times                        the times of the production template instead of short ones
          --metas N, --replicas N                how many (3, 5)
          --collector true|false                 whether there is one (true)
          --seed true|false                      make tables temp, orders and sessions (true)
          --set SECTION.KEY=VALUE                further setting of every config.ini, can be repeated
        """;

    /// <summary>Whether the arguments are such a command.</summary>
    public static bool Handles(string[] args) => args is [_, "pegasus", ..];

    /// <param name="args">The words after <c>onebox</c>.</param>
    /// <returns>0 done, 1 failed.</returns>
    /// <exception cref="FormatException">The request is wrong.</exception>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TimeProvider time, CancellationToken cancellationToken)
    {
        var arguments = PegasusArguments.Parse(args.AsSpan(2));
        if (args[0] != "fault" && arguments.Words.Count > 0) throw new FormatException($"unexpected {string.Join(' ', arguments.Words)}");
        var known = (await PegasusDescription.ReadAsync(arguments.Directory, cancellationToken))?.ToOptions();
        using var box = new PegasusOnebox(arguments.Apply(known ?? new PegasusOptions { Directory = arguments.Directory }), time);
        var progress = new TextProgress(output);
        switch (args[0])
        {
            case "up":
                await box.UpAsync(progress, cancellationToken);
                return OneboxCommand.Done;
            case "down":
                await box.DownAsync(progress, cancellationToken);
                return OneboxCommand.Done;
            case "status":
                return await StatusAsync(box, output, cancellationToken);
            default:
                await FaultAsync(box, arguments.Words, output, cancellationToken);
                return OneboxCommand.Done;
        }
    }

    private static async Task<int> StatusAsync(PegasusOnebox box, TextWriter output, CancellationToken cancellationToken)
    {
        var processes = await box.StatusAsync(cancellationToken);
        foreach (var process in processes)
        {
            var state = !process.Running ? "down" : process.Serving ? "serving" : "not serving";
            var resident = process.ResidentBytes is { } bytes ? $"{bytes / 1024 / 1024} MiB" : "-";
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{process.Component.Name,-13} {process.Component.Endpoint,-16} {state,-11} {process.Pid?.ToString(CultureInfo.InvariantCulture) ?? "-",-8} {resident,-8} {process.Version ?? "-",-16} {process.Component.Directory}"));
        }

        return processes.All(p => p.Serving) ? OneboxCommand.Done : OneboxCommand.Failed;
    }

    private static async Task FaultAsync(PegasusOnebox box, IReadOnlyList<string> words, TextWriter output, CancellationToken cancellationToken)
    {
        if (words is ["clear"] or ["clear", _])
        {
            await box.ClearFaultsAsync(words.Skip(1).FirstOrDefault(), cancellationToken);
            await output.WriteLineAsync("no faults");
            return;
        }

        if (words is not [var node, var key, var value]) throw new FormatException("fault pegasus needs a server, a key and a value");
        await box.FaultAsync(node, key, value, cancellationToken);
        await output.WriteLineAsync($"{node}: {key} = {value}");
    }
}
