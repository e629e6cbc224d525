using Microsoft.Extensions.Logging;
using Nightshift.Onebox.Pegasus.Configuration;
using Nightshift.Onebox.Pegasus.Meta;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Commands;

namespace Nightshift.Onebox.Pegasus.Hosting;

/// <summary>A meta server as the process that it is run in.</summary>
internal static class MetaProgram
{
    /// <summary>Flags that <c>/updateConfig</c> may change (<c>FT_MUTABLE</c>), with their section.</summary>
    private static readonly Dictionary<string, string> MutableFlags = new(StringComparer.Ordinal)
    {
        ["min_live_node_count_for_unfreeze"] = "meta_server",
        ["max_allowed_replica_count"] = "meta_server",
        ["min_allowed_replica_count"] = "meta_server",
        ["max_reserved_dropped_replicas"] = "meta_server",
        ["mandatory_auth"] = "security",
    };

    /// <summary>What a meta server is started with.</summary>
    public static MetaEnvironment Environment(
        NodeAddress node, IniFile ini, ServerIdentity identity, WireGeneration generation, OneboxFaults faults, TimeProvider time, Random random, ILogger log) =>
        new(ini, node.Ip.ToEndPoint(), generation, identity, time, random, log)
        {
            HostName = generation == WireGeneration.HostPort ? node.Name.Host : null,
            CommonPages = call => ValueTask.FromResult(CommonPages.Answer(call, identity, ini, MutableFlags)),
            Faults = faults,
        };

    /// <returns>Why the process ends itself; null when that is nothing to speak of.</returns>
    public static async Task<string?> RunAsync(MetaEnvironment environment, Task watching)
    {
        await using var server = new MetaServer(environment);
        server.Start();
        if (await Task.WhenAny(server.Ended, watching) == watching) await watching;
        var code = await server.Ended;
        return code == 0 ? null : $"meta server ends with {code}";
    }
}
