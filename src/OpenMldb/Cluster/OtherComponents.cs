using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Processes;

namespace Nightshift.OpenMldb;

/// <summary>
/// The configured API servers and task managers, which register nowhere that tells enough: each is asked itself. A standby task manager does not
/// listen. Source: reference §9, §10.
/// </summary>
internal sealed class OtherComponents(IServerPages pages, TimeProvider time)
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(2) });
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<IReadOnlyList<NodeStatus>> AskAsync(IEnumerable<NodeDeployment> nodes, CancellationToken cancellationToken) =>
        await Task.WhenAll(nodes.Where(node => node.Component is "apiserver" or "taskmanager").Select(node => AskAsync(node, cancellationToken)));

    private async Task<NodeStatus> AskAsync(NodeDeployment node, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var version = node.Component == "apiserver"
                ? await ApiServerAsync(node, either.Token)
                : await TaskManagerAsync(node, either.Token);
            return new NodeStatus(node.Component, node.Endpoint.ToString(), Health.Healthy, version, "");
        }
        catch (Exception fault) when (fault is OpenMldbException or HttpRequestException or JsonException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // Nobody there is down; one that is there and says nothing, or nonsense, could be anything.
            var (health, note) = fault switch
            {
                OperationCanceledException => (Health.Unknown, $"did not answer within {Patience.TotalSeconds:0} s"),
                JsonException => (Health.Unknown, fault.Message),
                _ => (Health.Down, fault.Message),
            };
            return new NodeStatus(node.Component, node.Endpoint.ToString(), health, null, note);
        }
    }

    private async Task<string?> ApiServerAsync(NodeDeployment node, CancellationToken cancellationToken) =>
        await pages.Health(node.Endpoint, cancellationToken)
            ? await pages.Version(node.Endpoint, cancellationToken)
            : throw new HttpRequestException("/health does not say OK");

    private static async Task<string?> TaskManagerAsync(NodeDeployment node, CancellationToken cancellationToken)
    {
        using var body = new StringContent("{}", Encoding.UTF8, "application/json");
        using var response = await Http.PostAsync(new Uri($"http://{node.Endpoint}/openmldb.taskmanager.TaskManagerServer/GetVersion"), body, cancellationToken);
        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("taskmanagerVersion", out var version) && version.ValueKind == JsonValueKind.String
            ? version.GetString()
            : throw new JsonException("GetVersion told no taskmanagerVersion");
    }
}
