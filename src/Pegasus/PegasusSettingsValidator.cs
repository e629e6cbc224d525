using Nightshift.Clusters;
using Nightshift.Hosts;
using Nightshift.Pegasus.Processes;

namespace Nightshift.Pegasus;

/// <summary>Every fault of a cluster's section at once, each a sentence that names the setting.</summary>
internal static class PegasusSettingsValidator
{
    /// <summary>More writes than this measure nothing better and are a load.</summary>
    private const double MostWrites = 1_000;

    private const int MostPartitions = 1_024;

    /// <summary>Guards are read once a second; a shorter bound would only tell how busy the meta server is.</summary>
    private static readonly TimeSpan ShortestGuard = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestGuard = TimeSpan.FromDays(1);

    public static IReadOnlyList<string> Validate(string name, PegasusSettings settings)
    {
        var faults = new List<string>();
        var metas = settings.Metas.Split(',', StringSplitOptions.TrimEntries);
        faults.AddRange(metas.Where(meta => !Endpoint.TryParse(meta, out var endpoint) || endpoint.IsName).Select(meta => $"Metas: '{meta}' is not host:port"));
        if (metas.Distinct(StringComparer.Ordinal).Count() < metas.Length) faults.Add($"Metas: '{settings.Metas}' lists a server twice");
        if (!IsName(settings.ClusterName, mayBeEmpty: true)) faults.Add($"ClusterName: '{settings.ClusterName}' is not the name of a cluster: letters, digits, dots, dashes and underscores");
        foreach (var (release, directory) in settings.Releases)
        {
            if (!IsName(release)) faults.Add($"Releases: '{release}' is not the name of a release: letters, digits, dots, dashes and underscores");
            if (!Path.IsPathRooted(directory)) faults.Add($"Releases:{release}: '{directory}' is not an absolute path");
        }

        for (var i = 0; i < settings.Servers.Count; i++) faults.AddRange(InstallationValidator.Validate(settings.Servers[i], settings.ClusterName.Length > 0 ? settings.ClusterName : name).Select(fault => $"Servers:{i}:{fault}"));
        faults.AddRange(Shared(settings.Servers));
        if (settings.Level is not ("" or "lively" or "steady")) faults.Add($"Level: '{settings.Level}' is neither lively nor steady");
        faults.AddRange(settings.Guards.All.Where(limit => limit.Span is { } span && (span < ShortestGuard || span > LongestGuard)).Select(limit =>
            $"Guards:{limit.Name}: {limit.Span} is not between {ShortestGuard.TotalSeconds:0} s and {LongestGuard.TotalDays:0} day"));
        faults.AddRange(settings.Limits.All.Where(limit => limit.Span is { } span && (span < ShortestGuard || span > LongestGuard)).Select(limit =>
            $"Limits:{limit.Name}: {limit.Span} is not between {ShortestGuard.TotalSeconds:0} s and {LongestGuard.TotalDays:0} day"));
        faults.AddRange(Canary(settings.Canary).Select(fault => $"Canary:{fault}"));
        return [.. faults.Select(fault => $"Nightshift:Clusters:{name}:{fault}")];
    }

    internal static bool IsName(string text, bool mayBeEmpty = false) =>
        (mayBeEmpty || text.Length > 0) && !text.StartsWith('-') && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    /// <summary>What could not be told apart.</summary>
    private static IEnumerable<string> Shared(IReadOnlyList<ServerInstallation> servers)
    {
        var named = servers.SelectMany(server => Installations.Endpoints(server).Select(endpoint => (server.Role, Endpoint: endpoint, Installation: server))).ToList();
        foreach (var same in named.GroupBy(server => (server.Role, server.Endpoint)).Where(same => same.Count() > 1))
            yield return $"Servers: {same.Key.Role} {same.Key.Endpoint} is listed {same.Count()} times";
        foreach (var same in named
            .Where(server => server.Installation.Directory.Length > 0 && !server.Installation.Directory.Contains('{', StringComparison.Ordinal) && !server.Installation.Host.Contains('{', StringComparison.Ordinal))
            .GroupBy(server => (server.Role, Host: HostOf(server.Installation, server.Endpoint), server.Installation.Directory))
            .Where(same => same.Select(server => server.Endpoint).Distinct(StringComparer.Ordinal).Count() > 1))
        {
            yield return $"Servers: {string.Join(" and ", same.Select(server => server.Endpoint))} are all {ServerRoles.ForPeople(same.Key.Role)}s in {same.Key.Directory} on {same.Key.Host}, so their processes could not be told apart";
        }
    }

    private static string HostOf(ServerInstallation installation, string endpoint)
    {
        var host = installation.Host.Length > 0 ? installation.Host : Endpoint.TryParse(endpoint, out var parsed) ? parsed.Host : endpoint;
        return host == "local" || (HostAddress.TryParse(host, out var address) && address is { IsLoopback: true, User: null, Port: null }) ? "local" : host;
    }

    private static IEnumerable<string> Canary(CanarySettings canary)
    {
        if (!IsName(canary.Table)) yield return $"Table: '{canary.Table}' is not the name of a table: letters, digits, dots, dashes and underscores";
        else if (!canary.Table.Contains("canary", StringComparison.OrdinalIgnoreCase)) yield return $"Table: '{canary.Table}' has no 'canary' in it; the probe writes there, so it must never be a table with data";
        if (canary.Partitions is < 1 or > MostPartitions) yield return $"Partitions: {canary.Partitions} is not between 1 and {MostPartitions}";
        if (canary.Replicas is < 1 or > 5) yield return $"Replicas: {canary.Replicas} is not between 1 and 5";
        if (!(canary.Rate is > 0 and <= MostWrites)) yield return $"Rate: {canary.Rate} is not a rate between 0 and {MostWrites} writes a second";
        if (canary.Budget <= TimeSpan.Zero) yield return $"Budget: {canary.Budget} is not a span of time";
        else if (canary.Rate > 0 && canary.Budget.TotalSeconds < 3 / canary.Rate) yield return $"Budget: {canary.Budget} is shorter than three writes at a Rate of {canary.Rate} a second";
        if (!(canary.RefusedBudget is >= 0 and <= 1)) yield return $"RefusedBudget: {canary.RefusedBudget} is not a share between 0 and 1";
    }
}
