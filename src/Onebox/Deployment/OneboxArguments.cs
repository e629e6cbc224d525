using System.Globalization;

namespace Nightshift.Onebox.Deployment;

/// <summary>The words and options of a box command.</summary>
internal sealed record OneboxArguments
{
    private const string Cluster = "openmldb";

    public string Directory { get; private init; } = ".onebox";

    public IReadOnlyList<string> Words { get; private init; } = [];

    public string? FaultMatch { get; private init; }

    public int? FaultCount { get; private init; }

    public int? FaultDelay { get; private init; }

    /// <summary>What the options change in a box's options, in order.</summary>
    private IReadOnlyList<Func<OneboxOptions, OneboxOptions>> Changes { get; init; } = [];

    public OneboxOptions Apply(OneboxOptions options) => Changes.Aggregate(options, (current, change) => change(current));

    public void RequireNoWords()
    {
        if (Words.Count > 0) throw new FormatException($"unexpected {Words[0]}");
    }

    /// <exception cref="FormatException">An option is unknown or has no fitting value.</exception>
    public static OneboxArguments Parse(ReadOnlySpan<string> args)
    {
        var parsed = new OneboxArguments();
        if (args is [Cluster, ..]) args = args[1..];
        var words = new List<string>();
        while (args.Length > 0)
        {
            var word = args[0];
            args = args[1..];
            if (!word.StartsWith("--", StringComparison.Ordinal))
            {
                words.Add(word);
                continue;
            }

            var equals = word.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? word : word[..equals];
            if (equals < 0 && args.Length == 0) throw new FormatException($"{name} needs a value");
            parsed = parsed.With(name, equals < 0 ? args[0] : word[(equals + 1)..]);
            if (equals < 0) args = args[1..];
        }

        return parsed with { Words = words };
    }

    private OneboxArguments With(string name, string value) => name switch
    {
        "--dir" => this with { Directory = value },
        "--match" => this with { FaultMatch = value },
        "--count" => this with { FaultCount = Number(name, value) },
        "--delay" => this with { FaultDelay = Number(name, value) },
        "--port-offset" => Changing(o => o with { PortOffset = Number(name, value) }),
        "--zookeeper" => Changing(o => o with { ZooKeeper = value }),
        "--root-path" => Changing(o => o with { RootPath = value }),
        "--timing" => Changing(o => o with { Timing = Timing(value) }),
        "--nameservers" => Changing(o => o with { Nameservers = Number(name, value) }),
        "--tablets" => Changing(o => o with { Tablets = Number(name, value) }),
        "--auto-failover" => Changing(o => o with { AutoFailover = Truth(name, value) }),
        "--seed" => Changing(o => o with { Seed = Truth(name, value) }),
        "--flag" => Changing(o => o with { Flags = WithFlag(o.Flags, value) }),
        _ => throw new FormatException($"no option named {name}"),
    };

    private OneboxArguments Changing(Func<OneboxOptions, OneboxOptions> change)
    {
        // Once here, so that a wrong value is a fault of the command line also where the command has no use for it.
        change(new OneboxOptions { Directory = Directory });
        return this with { Changes = [.. Changes, change] };
    }

    private static Dictionary<string, string> WithFlag(IReadOnlyDictionary<string, string> flags, string pair)
    {
        var equals = pair.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1) throw new FormatException($"--flag {pair} is not NAME=VALUE");
        return new Dictionary<string, string>(flags) { [pair[..equals].TrimStart('-')] = pair[(equals + 1)..] };
    }

    private static OneboxTiming Timing(string value) => value switch
    {
        "short" => OneboxTiming.Short,
        "upstream" => OneboxTiming.Upstream,
        _ => throw new FormatException($"--timing {value} is neither short nor upstream"),
    };

    private static int Number(string name, string value) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"{name} {value} is not a number");

    private static bool Truth(string name, string value) =>
        bool.TryParse(value, out var truth) ? truth : throw new FormatException($"{name} {value} is neither true nor false");
}
