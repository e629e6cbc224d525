using System.Text.Json;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Client.Transport;
using Nightshift.OpenMldb.Client.Wire;
using Nightshift.OpenMldb.Processes;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>
/// What people type to put right what a run could not: lines for a shell that can be pasted as they are. They work without this program: calls of the nameserver over
/// HTTP, <c>bin/start.sh</c> on the tablet's host. A secret is never in them, only where it is.
/// </summary>
/// <param name="nameservers">All of them: only the one that leads obeys, the others answer 300, and who leads may change before somebody types.</param>
/// <param name="authorization">A reference, as <see cref="OpenMldbSettings.Authorization"/>.</param>
/// <param name="deployment">Where a tablet is installed; null when nobody said.</param>
internal sealed class HandCommands(IReadOnlyList<Endpoint> nameservers, string authorization, Func<Endpoint, NodeDeployment?> deployment)
{
    private const string Before = "{before}";

    public static HandCommands None { get; } = new([], "", _ => null);

    /// <summary>With <c>{before}</c> in the place of the value to be put back.</summary>
    public string? AutoFailover() => Call(NameserverMethods.ConfSet, new ConfSetRequest(new ConfPair(AutoFailoverHold.Setting, Before)));

    public string? ChangeLeader(PartitionId partition, Endpoint to) =>
        Call(NameserverMethods.ChangeLeader, new ChangeLeaderRequest(partition.Table, partition.Pid, to.ToString(), partition.Db));

    /// <summary>Loads, and lets follow, everything on these tablets that is marked not alive.</summary>
    public string? Recover(params IEnumerable<Endpoint> tablets) =>
        All(tablets.Distinct().Select(tablet => Call(NameserverMethods.RecoverEndpoint, new RecoverEndpointRequest(tablet, false, null))));

    public string? DeleteReplicas(IEnumerable<AddedReplica> added) => All(added.Select(replica => Call(
        NameserverMethods.DelReplica, new PartitionEndpointRequest(replica.Partition.Table, replica.Partition.Pid, replica.Tablet, replica.Partition.Db))));

    /// <summary>Starts the process, and lets it load what it has.</summary>
    public string? StartAndRecover(Endpoint tablet, bool mon) => deployment(tablet) is { } node
        ? All([On(node, $"{Quote($"{node.Directory}/bin/start.sh")} start {Quote(node.Component)}{(mon ? " mon" : "")}"), Recover(tablet)])
        : Recover(tablet);

    /// <summary>What the installer's own way back does: <c>swap.sh</c>.</summary>
    public string? RollBack(Endpoint tablet) => deployment(tablet) is { } node
        ? On(node, $"cd {Quote(node.Directory)} && kept=.nightshift/kept/$(cat .nightshift/open-swap) && mv bin $kept/failed && mv $kept/bin bin && rm .nightshift/open-swap")
        : null;

    private string? Call<TRequest, TResponse>(RpcMethod<TRequest, TResponse> method, TRequest request)
        where TResponse : GeneralResponse
    {
        if (nameservers.Count == 0) return null;
        var curl = $"curl -sS -H {Header()} -d {Quote(JsonSerializer.Serialize(request, method.Request))} http://";
        return nameservers.Count == 1
            ? $"{curl}{nameservers[0]}{method.Path}"
            : $"for ns in {string.Join(' ', nameservers)}; do {curl}$ns{method.Path}; done";
    }

    private string Header() => authorization switch
    {
        "" => $"'Authorization: {new OpenMldbClientOptions().Authorization}'",
        _ when authorization.StartsWith("env:", StringComparison.Ordinal) => $"\"Authorization: ${authorization["env:".Length..]}\"",
        _ => $"\"Authorization: $(cat {Quote(authorization["file:".Length..])})\"",
    };

    private static string On(NodeDeployment node, string command) => HandShell.On(node.Host.Address, command);

    /// <summary>Null when not a single one is known.</summary>
    private static string? All(IEnumerable<string?> commands)
    {
        var known = commands.OfType<string>().ToList();
        return known.Count == 0 ? null : string.Join("; ", known);
    }

    private static string Quote(string text) => HandShell.Quote(text);
}
