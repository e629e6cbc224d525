using Nightshift.Onebox.Pegasus.Configuration;
using Nightshift.Onebox.Pegasus.Wire;

namespace Nightshift.Onebox.Pegasus.Replica.Serving;

/// <summary>
/// Requests that a replica server drops without a word: those named in <c>[onebox] drop_requests</c>; and those that it works off without answering:
/// <c>drop_answers</c>. Both are lists of RPC names, read each time.
/// </summary>
internal sealed class ReplicaFaults(ReplicaOptions options) : IWireFaults
{
    public bool DropsRequest(RpcCall call) => Lists("drop_requests", call.Name);

    public bool DropsAnswer(RpcCall call) => Lists("drop_answers", call.Name);

    private bool Lists(string key, string name) =>
        options.Ini.Find("onebox", key) is { Length: > 0 } names && names.Split(',', StringSplitOptions.TrimEntries).Contains(name, StringComparer.Ordinal);
}
