using Nightshift.Runs;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>The nameserver's automatic failover, which refuses every manual change while it is on and would fight with a tablet that is away on purpose.</summary>
internal static class AutoFailoverHold
{
    public const string Setting = "auto_failover";

    public static HoldDefinition Off(IOpenMldbClient client, HandCommands? byHand = null) => new()
    {
        Setting = Setting,
        Value = "false",
        Read = async cancellationToken => (await client.Nameserver.ConfGet(cancellationToken)).TryGetValue(Setting, out var value) && value is "true" or "false"
            ? value
            : throw new InvalidOperationException("the nameserver does not tell auto_failover"),
        Write = (value, cancellationToken) => client.Nameserver.ConfSet(Setting, value, cancellationToken),
        ByHand = byHand?.AutoFailover(),
    };

    /// <summary>
    /// Sees that the hold stands, inside a step that depends on it: a nameserver that just took over may have its start flag's value in memory instead of the
    /// setting in ZooKeeper (<c>name_server_impl.cc</c>, Init and OnLocked). What this run found off, and so did not set, it does not set off either: nothing
    /// would put it back.
    /// </summary>
    public static async Task KeepOff(IOpenMldbClient client, StepAttempt attempt, CancellationToken cancellationToken)
    {
        var hold = Off(client);
        if (await hold.Read(cancellationToken) == hold.Value) return;
        if (!attempt.IsHeld(Setting))
            throw new MoveRefusedException("auto_failover is on, and it is not this run that held it off; turn it off and try again, or abort");
        attempt.Note("auto_failover is on although this run holds it off, as after a change of nameserver; it is set off again");
        await hold.Write(hold.Value, cancellationToken);
        if (await hold.Read(cancellationToken) != hold.Value) throw new MoveRefusedException("auto_failover was set to false and does not stay so");
    }
}
