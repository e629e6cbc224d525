using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Nightshift.Hosts;

namespace Nightshift.Clusters;

/// <summary>Who is at home in a directory of a host and who listens on one of its ports, as its kernel tells; pid files and scripts are not asked.</summary>
/// <param name="Root">The directory without symbolic links; null when there is none.</param>
/// <param name="Within">Processes whose working directory is the directory or below it; those of other users may be missing.</param>
/// <param name="Near">Processes whose executable is below it, or that name a path below it.</param>
/// <param name="Listening">Processes with a socket that listens on the port. Where one of the directory does, only those of the directory; those of other users may be missing.</param>
/// <param name="Sockets">How many sockets listen on the port, whosever they are.</param>
public sealed record Whereabouts(string? Root, ImmutableHashSet<int> Within, ImmutableHashSet<int> Near, ImmutableHashSet<int> Listening, int Sockets)
{
    private static readonly string Script = ReadScript();

    /// <param name="directory">Absolute.</param>
    /// <exception cref="InvalidOperationException">The host gave no whole answer: nothing may be concluded.</exception>
    public static async Task<Whereabouts> AskAsync(IHost host, string directory, int port, CancellationToken cancellationToken)
    {
        var command = new HostCommand("sh", "-c", Script, "whereabouts.sh", directory, port.ToString(CultureInfo.InvariantCulture));
        var result = await host.RunAsync(command, cancellationToken);
        return result.Succeeded && Parse(result.Stdout.Text) is { } told
            ? told
            : throw new InvalidOperationException($"{host.Name} does not tell who listens on port {port}: {result.Stderr.Excerpt.Trim()}");
    }

    /// <returns>Null when the answer is not whole.</returns>
    internal static Whereabouts? Parse(string text)
    {
        if (text.Split('\n') is not [.. var lines, "done", ""]) return null;
        string? root = null;
        int? sockets = null;
        var pids = new Dictionary<string, ImmutableHashSet<int>.Builder> { ["within"] = Empty(), ["near"] = Empty(), ["listens"] = Empty() };
        foreach (var line in lines)
        {
            if (line.StartsWith("root /", StringComparison.Ordinal) && root is null)
            {
                root = line["root ".Length..];
                continue;
            }

            if (line.Split(' ') is not [var word, var digits] || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
            if (pids.TryGetValue(word, out var set)) set.Add(number);
            else if (word == "sockets" && sockets is null) sockets = number;
            else return null;
        }

        return sockets is { } count ? new Whereabouts(root, pids["within"].ToImmutable(), pids["near"].ToImmutable(), pids["listens"].ToImmutable(), count) : null;
    }

    private static ImmutableHashSet<int>.Builder Empty() => ImmutableHashSet.CreateBuilder<int>();

    private static string ReadScript()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Nightshift.Clusters.Processes.whereabouts.sh")
            ?? throw new InvalidOperationException("the program lacks its resource whereabouts.sh");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
