using Nightshift.Clusters;
using Nightshift.Runs;

namespace Nightshift.Playbooks;

/// <summary>From a typed command to the request of a run: finds playbook and cluster and binds the options.</summary>
public sealed class PlaybookCommands(PlaybookCatalog catalog, IClusters clusters)
{
    private const string ClusterOption = "--cluster";

    /// <param name="command">As typed: <c>/upgrade tablet all --version 0.9.3 [--cluster name]</c>.</param>
    /// <param name="channel">For <see cref="RunRequest.Channel"/>.</param>
    public async Task<CommandReading> ReadAsync(string command, PersonId person, string channel, CancellationToken cancellationToken)
    {
        var words = CommandText.Split(command, out var fault);
        if (fault is not null) return new CommandReading(null, null, null, [fault]);
        var set = await catalog.CurrentAsync(cancellationToken);
        if (set.Match(words) is not { } match) return new CommandReading(null, null, null, [Unknown(words, set)]);
        var arguments = TakeCluster(match.Arguments, out var name);
        var cluster = Choose(match.Playbook.Descriptor.Kind, name, out fault);
        if (cluster is null) return new CommandReading(match.Playbook, null, null, [fault!]);
        var binding = await PlaybookBinder.BindAsync(match.Playbook.Descriptor, arguments, cluster, cancellationToken);
        var request = binding.Options is { } options
            ? new RunRequest(cluster.Name, command.Trim(), match.Playbook.Descriptor.Path, options, match.Playbook.Sources, person, channel)
            : null;
        return new CommandReading(match.Playbook, cluster, request, binding.Faults);
    }

    private ICluster? Choose(string kind, string? name, out string? fault)
    {
        List<ICluster> candidates = [.. clusters.All.Where(cluster => cluster.Kind.Name == kind)];
        var names = string.Join(", ", candidates.Select(cluster => cluster.Name));
        var chosen = name is null ? (candidates.Count == 1 ? candidates[0] : null) : candidates.Find(cluster => cluster.Name == name);
        fault = (chosen, name, candidates.Count) switch
        {
            (not null, _, _) => null,
            (_, _, 0) => $"no cluster of kind {kind} is configured",
            (_, null, _) => $"which cluster? Add {ClusterOption} with one of {names}",
            _ => $"there is no {kind} cluster {CommandText.Quote(name)}, there is {names}",
        };
        return chosen;
    }

    private static List<string> TakeCluster(IReadOnlyList<string> arguments, out string? name)
    {
        List<string> rest = [.. arguments];
        name = null;
        var at = rest.FindIndex(argument => argument == ClusterOption || argument.StartsWith(ClusterOption + "=", StringComparison.Ordinal));
        if (at < 0) return rest;
        var inOne = rest[at].Length > ClusterOption.Length;
        name = inOne ? rest[at][(ClusterOption.Length + 1)..] : at + 1 < rest.Count ? rest[at + 1] : "";
        rest.RemoveRange(at, inOne || at + 1 >= rest.Count ? 1 : 2);
        return rest;
    }

    private static string Unknown(IReadOnlyList<string> words, PlaybookSet set)
    {
        if (words.Count == 0) return "there is no command";
        var wanted = string.Join(' ', words.Take(3));
        var near = NearestName.Of(wanted, set.Playbooks.Select(playbook => playbook.Descriptor.Command))
            ?? NearestName.Of(string.Join(' ', words.Take(2)), set.Playbooks.Select(playbook => playbook.Descriptor.Command));
        return $"there is no command {CommandText.Quote("/" + wanted)}" + (near is null ? "" : $"; did you mean '/{near}'?");
    }
}
