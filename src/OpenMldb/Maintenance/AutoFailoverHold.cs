using Nightshift.Runs;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>The nameserver's automatic failover, which refuses every manual change while it is on and would fight with a tablet that is away on purpose.</summary>
internal static class AutoFailoverHold
{
    private const string Setting = "auto_failover";

    public static HoldDefinition Off(IOpenMldbClient client) => new()
    {
        Setting = Setting,
        Value = "false",
        Read = async cancellationToken => (await client.Nameserver.ConfGet(cancellationToken)).TryGetValue(Setting, out var value) && value is "true" or "false"
            ? value
            : throw new InvalidOperationException("the nameserver does not tell auto_failover"),
        Write = (value, cancellationToken) => client.Nameserver.ConfSet(Setting, value, cancellationToken),
    };
}
