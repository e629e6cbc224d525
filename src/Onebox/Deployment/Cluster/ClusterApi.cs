using System.Text.Json.Nodes;
using Nightshift.Onebox.Components;

namespace Nightshift.Onebox.Deployment.Cluster;

/// <summary>The calls that the box makes to its cluster. Finds the leading nameserver by asking each of them.</summary>
internal sealed class ClusterApi(OneboxDescription box, NodeHttp http, TimeProvider time)
{
    private const int NotLeader = 300;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>The endpoint of the nameserver that leads, once one does.</summary>
    public async Task<string> LeaderAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var nameservers = box.Components.Where(c => c.Component == OneboxComponent.Nameserver).Select(c => c.Endpoint).ToList();
        string? leader = null;
        await WaitAsync("a nameserver to lead", patience, async () =>
        {
            foreach (var endpoint in nameservers)
                if (await LeadsAsync(endpoint, cancellationToken)) leader = endpoint;
            return leader is null ? $"none of {string.Join(", ", nameservers)} does" : null;
        }, cancellationToken);
        return leader!;
    }

    public async Task<bool> LeadsAsync(string nameserver, CancellationToken cancellationToken)
    {
        try
        {
            return Code(await http.CallAsync(nameserver, "NameServer/ConfGet", [], cancellationToken)) == 0;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Calls the leading nameserver.</summary>
    /// <exception cref="OneboxException">It answered a code other than 0 and <paramref name="accepted"/>.</exception>
    public async Task<JsonObject> NameserverAsync(string method, JsonObject request, CancellationToken cancellationToken, params int[] accepted)
    {
        var leader = await LeaderAsync(TimeSpan.FromSeconds(30), cancellationToken);
        return await CheckedAsync(leader, $"NameServer/{method}", request, accepted, cancellationToken);
    }

    public Task<JsonObject> TabletAsync(string tablet, string method, JsonObject request, CancellationToken cancellationToken, params int[] accepted) =>
        CheckedAsync(tablet, $"TabletServer/{method}", request, accepted, cancellationToken);

    /// <summary>Asks again and again until there is nothing left to wait for.</summary>
    /// <param name="what">What is waited for.</param>
    /// <param name="patience">How long.</param>
    /// <param name="missing">What is missing still, or null when it is there. A call that gets no answer counts as missing.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task WaitAsync(string what, TimeSpan patience, Func<Task<string?>> missing, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            string? left;
            try
            {
                left = await missing();
            }
            catch (HttpRequestException exception)
            {
                left = exception.Message;
            }

            if (left is null) return;
            if (time.GetElapsedTime(start) > patience) throw new OneboxException($"waited {patience.TotalSeconds:0} s for {what}: {left}");
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    public static int Code(JsonObject answer) => (int?)answer["code"] ?? 0;

    private async Task<JsonObject> CheckedAsync(string endpoint, string method, JsonObject request, int[] accepted, CancellationToken cancellationToken)
    {
        var answer = await http.CallAsync(endpoint, method, request, cancellationToken);
        var code = Code(answer);
        if (code == 0 || accepted.Contains(code)) return answer;
        var text = $"{endpoint}/{method} {request.ToJsonString()}: code {code} {(string?)answer["msg"]}";
        throw code == NotLeader ? new HttpRequestException(text) : new OneboxException(text);
    }
}
