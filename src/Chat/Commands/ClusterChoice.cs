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
    public ICluster Choose(Person person, string command, string? component, string? named, string? kind) =>
        ChooseFor(person, command, [component ?? "cluster"], named, kind);

    /// <param name="components">The right to the command for one of these is enough to be let in here; what it is used on is asked for once that is known.</param>
    /// <inheritdoc cref="Choose(Person, string, string?, string?, string?)"/>
    public ICluster ChooseFor(Person person, string command, IReadOnlyList<string> components, string? named, string? kind)
    {
        var candidates = clusters.All
            .Where(cluster => kind is null || cluster.Kind.Name == kind)
            .Where(cluster => named is null || cluster.Name == named || cluster.Kind.Name == named)
            .ToList();
        var cluster = candidates.Find(candidate => candidate.Name == named) ?? (candidates.Count == 1 ? candidates[0] : null);
        if (cluster is null) throw new CommandRefusedException(NoChoice(candidates, named, kind));

        var needed = components.FirstOrDefault(component => people.May(person, new Permission(command, cluster.Name, component))) ?? components[0];
        NotAllowedException.ThrowUnless(people, person, new Permission(command, cluster.Name, needed));
        return cluster;
    }

    /// <summary>Whether any cluster of this kind is configured.</summary>
    public bool Has(string kind) => clusters.All.Any(cluster => cluster.Kind.Name == kind);

    /// <summary>Why a command for clusters of this kind cannot be given, and what to do about it.</summary>
    public static string NoneOf(string kind) =>
        $"no {kind} cluster is configured: add one with \"Kind\": \"{kind}\" under Nightshift:Clusters, or, where the clusters are those of the onebox, start with --onebox all";

    /// <summary>Every cluster that this person may give a reading command on.</summary>
    public IReadOnlyList<ICluster> Readable(Person person, string command) =>
        [.. clusters.All.Where(cluster => people.May(person, new Permission(command, cluster.Name, "cluster")))];

    /// <summary>The cluster of this name.</summary>
    /// <exception cref="CommandRefusedException">There is none.</exception>
    public string Existing(string named) =>
        clusters.All.Any(cluster => cluster.Name == named) ? named : throw new CommandRefusedException(NoChoice([], named, null));

    /// <summary>The one cluster of a kind, for completion; null when there is none, or several.</summary>
    /// <param name="named">The name that was given on the line, or null.</param>
    public ICluster? Only(string kind, string? named = null) =>
        clusters.All.Where(cluster => cluster.Kind.Name == kind && (named is null || cluster.Name == named)).ToList() is [var only] ? only : null;

    /// <summary>The clusters that this person may name here.</summary>
    /// <param name="components">The right for one of these is enough; null stands for the cluster as a whole.</param>
    public IReadOnlyList<Completion> Complete(Person person, string command, string begun, IReadOnlyList<string>? components = null, string? kind = null) =>
        [.. clusters.All
            .Where(cluster => cluster.Name.StartsWith(begun, StringComparison.Ordinal) && (kind is null || cluster.Kind.Name == kind))
            .Where(cluster => (components ?? ["cluster"]).Any(component => people.May(person, new Permission(command, cluster.Name, component))))
            .Select(cluster => new Completion(cluster.Name, $"{cluster.Kind.Name} cluster"))];

    private string NoChoice(List<ICluster> candidates, string? named, string? kind)
    {
        if (candidates.Count > 1) return $"which cluster? Say one of {Names(candidates)}";
        var known = clusters.All.Where(cluster => kind is null || cluster.Kind.Name == kind).ToList();
        if (known.Count == 0) return kind is null ? "no cluster is configured; add one under Nightshift:Clusters" : NoneOf(kind);
        return $"no {(kind is null ? "cluster" : $"{kind} cluster")} is called '{Shorten(named ?? "")}'; there is {Names(known)}";
    }

    private static string Names(IEnumerable<ICluster> some) => string.Join(", ", some.Select(cluster => cluster.Name));

    private static string Shorten(string text) => text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 60), "…");
}
