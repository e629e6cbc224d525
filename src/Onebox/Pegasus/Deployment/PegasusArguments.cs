using System.Globalization;
using Nightshift.Onebox.Deployment;

namespace Nightshift.Onebox.Pegasus.Deployment;

/// <summary>The options of a Pegasus command, as changes to those that the box has.</summary>
internal sealed record PegasusArguments(string Directory, IReadOnlyList<string> Words, IReadOnlyList<Func<PegasusOptions, PegasusOptions>> Changes)
{
    /// <exception cref="FormatException">An option is unknown or has a wrong value.</exception>
    public static PegasusArguments Parse(ReadOnlySpan<string> words)
    {
        var parsed = new PegasusArguments(Path.Combine(".onebox", "pegasus"), [], []);
        for (var at = 0; at < words.Length; at++)
        {
            var word = words[at];
            if (word == "--product-times") parsed = parsed.Changing(o => o with { Timing = OneboxTiming.Upstream });
            else if (!word.StartsWith("--", StringComparison.Ordinal)) parsed = parsed with { Words = [.. parsed.Words, word] };
            else if (++at >= words.Length) throw new FormatException($"{word} needs a value");
            else parsed = parsed.With(word, words[at]);
        }

        return parsed;
    }

    public PegasusOptions Apply(PegasusOptions options) => Changes.Aggregate(options, (changed, change) => change(changed));

    private PegasusArguments With(string name, string value) => name switch
    {
        "--dir" => this with { Directory = Path.Combine(value, "pegasus") },
        "--port-offset" => Number(name, value, (o, number) => o with { PortOffset = number }),
        "--zookeeper" => Changing(o => o with { ZooKeeper = value }),
        "--cluster" => Changing(o => o with { ClusterName = value }),
        "--generation" => Changing(o => o with { Generation = value }),
        "--metas" => Number(name, value, (o, number) => o with { Metas = number }),
        "--replicas" => Number(name, value, (o, number) => o with { Replicas = number }),
        "--collector" => Truth(name, value, (o, truth) => o with { Collector = truth }),
        "--seed" => Truth(name, value, (o, truth) => o with { Seed = truth }),
        "--set" => Setting(value),
        _ => throw new FormatException($"no option named {name}"),
    };

    private PegasusArguments Setting(string pair)
    {
        var equals = pair.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1) throw new FormatException($"--set {pair} is not SECTION.KEY=VALUE");
        return Changing(o => o with { Settings = new Dictionary<string, string>(o.Settings) { [pair[..equals]] = pair[(equals + 1)..] } });
    }

    private PegasusArguments Number(string name, string text, Func<PegasusOptions, int, PegasusOptions> change) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? Changing(o => change(o, number))
            : throw new FormatException($"{name} {text} is not a number");

    private PegasusArguments Truth(string name, string text, Func<PegasusOptions, bool, PegasusOptions> change) =>
        bool.TryParse(text, out var truth) ? Changing(o => change(o, truth)) : throw new FormatException($"{name} {text} is neither true nor false");

    private PegasusArguments Changing(Func<PegasusOptions, PegasusOptions> change) => this with { Changes = [.. Changes, change] };
}
