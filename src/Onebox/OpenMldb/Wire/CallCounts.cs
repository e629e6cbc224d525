using System.Text;

namespace Nightshift.Onebox.OpenMldb.Wire;

/// <summary>
/// brpc's <c>concurrency</c> per method, calls that were taken up and are not answered yet, and <c>count</c>, those that were answered
/// (<c>brpc/details/method_status.cpp</c>).
/// </summary>
internal sealed class CallCounts
{
    private readonly Dictionary<(string Service, string Method), Counter> _counters;

    public CallCounts(IReadOnlyList<RpcService> services) => _counters = services
        .SelectMany(service => service.Methods.Keys.Select(method => (service.FullName, method)))
        .ToDictionary(key => key, key => new Counter(Underscored($"{key.FullName}.{key.method}")));

    public IDisposable Begin(RpcService service, string method)
    {
        var counter = _counters[(service.FullName, method)];
        Interlocked.Increment(ref counter.Calls);
        return counter;
    }

    /// <summary>Two lines per method, as <c>/brpc_metrics</c> shows them.</summary>
    public string Metrics() => string.Concat(_counters.Values.Select(counter =>
        $"rpc_server_{counter.Name}_concurrency {Volatile.Read(ref counter.Calls)}\nrpc_server_{counter.Name}_count {Volatile.Read(ref counter.Answered)}\n"));

    /// <summary>As <c>bvar::to_underscored_name</c>: <c>openmldb.api.TabletServer.Put</c> is <c>openmldb_api_tablet_server_put</c>.</summary>
    private static string Underscored(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0 && text[^1] != '_')
            {
                text.Append('_');
            }

            text.Append(letter == '.' ? '_' : char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }

    private sealed class Counter(string name) : IDisposable
    {
        public int Calls;
        public long Answered;

        public string Name { get; } = name;

        public void Dispose()
        {
            Interlocked.Increment(ref Answered);
            Interlocked.Decrement(ref Calls);
        }
    }
}
