using System.Globalization;
using Nightshift.Onebox.Faults;
using Nightshift.Onebox.Pegasus.Deployment;
using Nightshift.ZooKeeper;

namespace Nightshift.Onebox.Deployment;

/// <summary>The command line of a box: <c>up|down|status|fault [openmldb] [--option value …]</c>.</summary>
public static class OneboxCommand
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongRequest = 2;

    private static readonly string[] Verbs = ["up", "down", "status", "fault"];

    private const string Usage =
        """
        Usage: onebox <command> [openmldb] [options]
          up                                     bring the cluster up: what runs stays, what does not is started
          down                                   end every process of the box; data stays
          status                                 show the processes; exit code 1 unless all of them serve
          fault [component] NODE KIND [--match M] [--count N] [--delay MS]     give a node a fault
          fault clear [NODE]                     take the faults away
        Options:
          --dir DIR                              where the box lives (.onebox)
          --port-offset N                        added to every default port
          --zookeeper HOST:PORT                  use this ZooKeeper instead of an own one
          --root-path PATH                       the cluster's root in ZooKeeper (/openmldb)
          --timing short|upstream                time-outs and pauses (short)
          --nameservers N, --tablets N           how many (2, 3)
          --auto-failover true|false             initial value of the cluster's setting (true)
          --seed true|false                      make and fill database demo (true)
          --flag NAME=VALUE                      further flag of nameservers and tablets, can be repeated
        """;

    /// <summary>Whether the arguments are such a command.</summary>
    public static bool Handles(string[] args) => args is [var verb, ..] && (Verbs.Contains(verb) || verb is "help" or "--help" or "-h");

    /// <summary>Runs a command.</summary>
    /// <param name="args">The words after <c>onebox</c>.</param>
    /// <param name="output">Gets what was asked for and how it goes.</param>
    /// <param name="error">Gets what went wrong.</param>
    /// <param name="time">Clock of the waits.</param>
    /// <param name="cancellationToken">Stops waiting; what was started goes on running.</param>
    /// <returns>0 done, 1 failed, 2 wrong request.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            if (!Handles(args)) throw new FormatException(args.Length == 0 ? "no command" : $"no command named {args[0]}");
            if (!Verbs.Contains(args[0]))
            {
                await output.WriteLineAsync($"{Usage}\n{PegasusCommand.Usage}");
                return Done;
            }

            if (PegasusCommand.Handles(args)) return await PegasusCommand.RunAsync(args, output, time, cancellationToken);
            var arguments = OneboxArguments.Parse(args.AsSpan(1));
            return args[0] switch
            {
                "up" => await UpAsync(arguments, output, time, cancellationToken),
                "down" => await DownAsync(arguments, output, time, cancellationToken),
                "status" => await StatusAsync(arguments, output, time, cancellationToken),
                _ => await FaultAsync(arguments, output, time, cancellationToken),
            };
        }
        catch (FormatException exception)
        {
            await error.WriteLineAsync($"{exception.Message}\n{Usage}");
            return WrongRequest;
        }
        catch (Exception exception) when (exception is OneboxException or ArgumentException or InvalidDataException or IOException or HttpRequestException
            or ZooKeeperException)
        {
            await error.WriteLineAsync(exception.Message);
            return Failed;
        }
    }

    private static async Task<int> UpAsync(OneboxArguments arguments, TextWriter output, TimeProvider time, CancellationToken cancellationToken)
    {
        arguments.RequireNoWords();
        var options = arguments.Apply((await OneboxDescription.ReadAsync(arguments.Directory, cancellationToken))?.ToOptions()
            ?? new OneboxOptions { Directory = arguments.Directory });
        using var box = new OpenMldbOnebox(options, time);
        await box.UpAsync(new TextProgress(output), cancellationToken);
        return Done;
    }

    private static async Task<int> DownAsync(OneboxArguments arguments, TextWriter output, TimeProvider time, CancellationToken cancellationToken)
    {
        arguments.RequireNoWords();
        using var box = new OpenMldbOnebox(new OneboxOptions { Directory = arguments.Directory }, time);
        await box.DownAsync(new TextProgress(output), cancellationToken);
        return Done;
    }

    private static async Task<int> StatusAsync(OneboxArguments arguments, TextWriter output, TimeProvider time, CancellationToken cancellationToken)
    {
        arguments.RequireNoWords();
        using var box = new OpenMldbOnebox(new OneboxOptions { Directory = arguments.Directory }, time);
        var processes = await box.StatusAsync(cancellationToken);
        foreach (var process in processes)
        {
            var state = !process.Running ? "down" : process.Serving ? "serving" : "not serving";
            var resident = process.ResidentBytes is { } bytes ? $"{bytes / 1024 / 1024} MiB" : "-";
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{process.Component.Name,-13} {process.Component.Endpoint,-16} {state,-11} {process.Pid?.ToString(CultureInfo.InvariantCulture) ?? "-",-8} {resident,-8} {process.Version ?? "-",-16} {process.Component.Directory}"));
        }

        return processes.All(p => p.Serving) ? Done : Failed;
    }

    private static async Task<int> FaultAsync(OneboxArguments arguments, TextWriter output, TimeProvider time, CancellationToken cancellationToken)
    {
        using var box = new OpenMldbOnebox(new OneboxOptions { Directory = arguments.Directory }, time);
        if (arguments.Words is ["clear"] or ["clear", _] or ["clear", _, _])
        {
            await box.ClearFaultsAsync(arguments.Words.Skip(1).LastOrDefault(), cancellationToken);
            await output.WriteLineAsync("no faults");
            return Done;
        }

        var (nodes, kind) = await TargetsAsync(box, arguments.Words, cancellationToken);
        if (!FaultKind.All.Contains(kind)) throw new FormatException($"no fault named {kind}; there are {string.Join(' ', FaultKind.All)}");
        var id = arguments.FaultMatch is null ? kind : $"{kind}:{arguments.FaultMatch}";
        foreach (var node in nodes)
        {
            await box.FaultAsync(node, new Fault(id, kind, arguments.FaultMatch, arguments.FaultCount, arguments.FaultDelay), cancellationToken);
            await output.WriteLineAsync($"{node}: {id}");
        }

        return Done;
    }

    /// <summary><c>tablet 127.0.0.1:10921 KIND</c>, <c>tablet1 KIND</c>, or <c>nameserver KIND</c> for every nameserver.</summary>
    private static async Task<(IReadOnlyList<string> Nodes, string Kind)> TargetsAsync(
        OpenMldbOnebox box, IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        if (words is [_, var endpoint, var kind]) return ([endpoint], kind);
        if (words is not [var name, var only]) throw new FormatException("fault needs a node and a kind");
        var nodes = (await box.DescribeAsync(cancellationToken)).Components.Where(c => c.Component == name).Select(c => c.Name).ToList();
        return (nodes.Count == 0 ? [name] : nodes, only);
    }
}
