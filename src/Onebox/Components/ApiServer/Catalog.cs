using System.Text.Json.Nodes;
using Nightshift.ZooKeeper;

namespace Nightshift.Onebox.Components.ApiServer;

/// <summary>What an SDK knows of the cluster: the leading nameserver by ZooKeeper, tables and their leaders by that nameserver.</summary>
internal sealed class Catalog(ZooKeeperSessions zooKeeper, ZNodePath root, NodeHttp http)
{
    private const int NotLeader = 300;
    private const int Attempts = 3;

    public async Task<IReadOnlyList<string>> DatabasesAsync(CancellationToken cancellationToken) =>
        [.. (await NameserverAsync("ShowDatabase", [], cancellationToken))["db"]?.AsArray().Select(db => (string)db!) ?? []];

    /// <summary>The tables of a database, as ShowTable has them.</summary>
    public async Task<IReadOnlyList<JsonObject>> TablesAsync(string database, CancellationToken cancellationToken)
    {
        var answer = await NameserverAsync("ShowTable", new JsonObject { ["db"] = database }, cancellationToken);
        return [.. (answer["table_info"]?.AsArray() ?? []).Select(t => t!.AsObject()).Where(t => (string?)t["db"] == database)];
    }

    public Task<JsonObject> TabletAsync(string endpoint, string method, JsonObject request, CancellationToken cancellationToken) =>
        CallAsync(endpoint, $"TabletServer/{method}", request, cancellationToken);

    private async Task<JsonObject> NameserverAsync(string method, JsonObject request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await CallAsync(await LeaderAsync(cancellationToken), $"NameServer/{method}", request, cancellationToken);
            var code = (int?)answer["code"] ?? 0;
            if (code == 0) return answer;
            // The lead may have changed between the look at ZooKeeper and the call.
            if (code != NotLeader || attempt == Attempts) throw new ApiException(ApiException.ServerError, (string?)answer["msg"] ?? $"code {code}");
        }
    }

    /// <summary>The value of the smallest child of <c>leader/</c>.</summary>
    private Task<string> LeaderAsync(CancellationToken cancellationToken) => zooKeeper.Read(async (session, token) =>
    {
        var children = await session.Children(root / "leader", token);
        return children.Names.Count == 0
            ? throw new ApiException(ApiException.ServerError, "no nameserver leads")
            : (await session.Get(root / "leader" / children.Names[0], token)).Text;
    }, cancellationToken);

    private async Task<JsonObject> CallAsync(string endpoint, string method, JsonObject request, CancellationToken cancellationToken)
    {
        try
        {
            return await http.CallAsync(endpoint, method, request, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw new ApiException(ApiException.ServerError, exception.Message);
        }
    }
}
