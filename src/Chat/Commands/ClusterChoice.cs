using Nightshift.Chat.People;
using Nightshift.Clusters;

namespace Nightshift.Chat.Commands;

/// <summary>Which cluster a command means: the one that it names, or the only one that there is.</summary>
public sealed class ClusterChoice(IClusters clusters, PeopleDirectory people)
{
    /// <param name="named">A cluster's name or its kind; null when the command named none.</param>
    /// <param name="kind">Only clusters of this kind; null for any.</param>
    /// <exception cref="CommandRefusedException">No such cluster, or several to choose from.</exception>
    /// <exception cref="NotAllowedException">Not for this person.</exception>
    public ICluster Choose(Person person, string command, string? component, string? named, string? kind)
    {
        var candidates = clusters.All
            .Where(cluster => kind is null || cluster.Kind.Name == kind)
            .Where(cluster => named is null || cluster.Name == named || cluster.Kind.Name == named)
            .ToList();
        var cluster = candidates.Find(candidate => candidate.Name == named) ?? (candidates.Count == 1 ? candidates[0] : null);
        if (cluster is null) throw new CommandRefusedException(NoChoice(candidates, named, kind));

        NotAllowedException.ThrowUnless(people, person, new Permission(command, cluster.Name, component ?? "cluster"));
        return cluster;
    }

    /// <summary>The cluster of this name.</summary>
    /// <exception cref="CommandRefusedException">There is none.</exception>
    public string Existing(string named) =>
        clusters.All.Any(cluster => cluster.Name == named) ? named : throw new CommandRefusedException(NoChoice([], named, null));

    /// <summary>The one cluster of a kind, for completion; null when there is none, or several.</summary>
    /// <param name="named">The name that was given on the line, or null.</param>
    public ICluster? Only(string kind, string? named = null) =>
        clusters.All.Where(cluster => cluster.Kind.Name == kind && (named is null || cluster.Name == named)).ToList() is [var only] ? only : null;

    /// <summary>The clusters that this person may name here.</summary>
    public IReadOnlyList<Completion> Complete(Person person, string command, string begun, string component = "cluster", string? kind = null) =>
        [.. clusters.All
            .Where(cluster => cluster.Name.StartsWith(begun, StringComparison.Ordinal) && (kind is null || cluster.Kind.Name == kind))
            .Where(cluster => people.May(person, new Permission(command, cluster.Name, component)))
            .Select(cluster => new Completion(cluster.Name, $"{cluster.Kind.Name} cluster"))];

    private string NoChoice(List<ICluster> candidates, string? named, string? kind)
    {
        if (candidates.Count > 1) return $"which cluster? Say one of {Names(candidates)}";
        var known = clusters.All.Where(cluster => kind is null || cluster.Kind.Name == kind).ToList();
        var what = kind is null ? "cluster" : $"{kind} cluster";
        if (known.Count == 0) return $"no {what} is configured; add one under Nightshift:Clusters";
        return $"no {what} is called '{Shorten(named ?? "")}'; there is {Names(known)}";
    }

    private static string Names(IEnumerable<ICluster> some) => string.Join(", ", some.Select(cluster => cluster.Name));

    private static string Shorten(string text) => text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 60), "…");
}
