using Nightshift.Onebox.Deployment;
using Nightshift.Onebox.Pegasus.Deployment;
using Nightshift.Pegasus;

namespace Nightshift.Bot.CommandLine;

/// <summary><c>onebox up|down|status</c> without a cluster is about those that the directory holds, about both where it holds none; everything else is the box's own command.</summary>
internal static class OneboxAction
{
    private const string Directory = "--dir";
    private const string Timing = "--timing";
    private static readonly string[] ForAll = ["up", "down", "status"];

    /// <summary>Options that both boxes have; any other is OpenMLDB's, and so the command is.</summary>
    private static readonly string[] Shared = [Directory, Timing, "--port-offset", "--zookeeper"];

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, TimeProvider time, CancellationToken cancellationToken)
    {
        if (OptionsForAll(args) is not { } options) return await OneboxCommand.RunAsync(args, output, error, time, cancellationToken);
        var worst = OneboxCommand.Done;
        foreach (var cluster in Clusters(options.GetValueOrDefault(Directory, ".onebox")))
        {
            var words = options.SelectMany(option => cluster == PegasusKind.KindName ? OfPegasus(option.Key, option.Value) : [option.Key, option.Value]);
            worst = Math.Max(worst, await OneboxCommand.RunAsync([args[0], cluster, .. words], output, error, time, cancellationToken));
        }

        return worst;
    }

    /// <summary>The options of a command that is about all clusters; null when it is about one.</summary>
    internal static IReadOnlyDictionary<string, string>? OptionsForAll(string[] args)
    {
        if (args.Length == 0 || !ForAll.Contains(args[0])) return null;
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        var words = args.Skip(1).SelectMany(word => word.StartsWith("--", StringComparison.Ordinal) ? word.Split('=', 2) : [word]).ToList();
        if (words.Count % 2 != 0) return null;
        for (var i = 0; i < words.Count; i += 2)
        {
            if (!Shared.Contains(words[i]) || !options.TryAdd(words[i], words[i + 1])) return null;
        }

        return options;
    }

    private static IEnumerable<string> OfPegasus(string option, string value) =>
        option != Timing ? [option, value] : value == "upstream" ? ["--product-times"] : [];

    private static IEnumerable<string> Clusters(string directory)
    {
        var held = OneboxClusters.Of(OneboxClusters.All)!.Where(cluster => File.Exists(cluster == PegasusKind.KindName
            ? Path.Combine(OneboxClusters.PegasusDirectory(directory), PegasusDescription.FileName)
            : Path.Combine(directory, OneboxDescription.FileName))).ToList();
        return held.Count > 0 ? held : OneboxClusters.Of(OneboxClusters.All)!;
    }
}
