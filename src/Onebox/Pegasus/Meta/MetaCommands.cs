using Nightshift.Onebox.Pegasus.Meta.State;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Commands;

namespace Nightshift.Onebox.Pegasus.Meta;

/// <summary>
/// The remote commands of a meta server. Those of balancer and guardian are there once the process holds the lock, those about new
/// secondaries once it has loaded the state; the others from the start, on standbys too.
/// </summary>
internal sealed class MetaCommands(RemoteCommands commands, MetaOptions options, MetaSettings settings, ClusterInfo clusterInfo)
{
    private const string BlackListKey = "assign_secondary_black_list";

    public void RegisterOnStart()
    {
        commands.AddInt(
            "meta.live_percentage",
            () => settings.LivePercentage,
            value => settings.LivePercentage = value,
            () => options.LivePercentage,
            value => value >= 0 && (!commands.Json || value <= 100));
        commands.Add("fd.allow_list", _ => "get ok: allow list disabled.");
    }

    public void RegisterOnLock()
    {
        commands.Add("meta.lb.get_balance_operation_count", clusterInfo.BalanceOperationCount);
        commands.AddBool("meta.lb.balancer_in_turn", () => settings.BalancerInTurn, value => settings.BalancerInTurn = value);
        commands.AddBool("meta.lb.only_primary_balancer", () => settings.OnlyPrimaryBalancer, value => settings.OnlyPrimaryBalancer = value);
        commands.AddBool("meta.lb.only_move_primary", () => settings.OnlyMovePrimary, value => settings.OnlyMovePrimary = value);
        commands.AddInt(
            "meta.lb.assign_delay_ms",
            () => settings.AssignDelayMs,
            value => settings.AssignDelayMs = value,
            () => options.AssignDelayMs,
            value => commands.Json ? value >= 0 : value > 0);
        commands.Add("meta.lb." + BlackListKey, arguments => commands.Json ? BlackListJson(arguments) : BlackListText(arguments));
    }

    public void RegisterOnStarted()
    {
        commands.AddBool("meta.lb.add_secondary_enable_flow_control", () => settings.FlowControl, value => settings.FlowControl = value);
        commands.AddInt(
            "meta.lb.add_secondary_max_count_for_one_node",
            () => settings.AddSecondaryMaxCount,
            value => settings.AddSecondaryMaxCount = value,
            () => options.AddSecondaryMaxCount,
            value => value >= 0);
    }

    private string BlackListText(IReadOnlyList<string> arguments)
    {
        switch (arguments)
        {
            case []:
                return "get ok: " + Join();
            case ["clear"]:
                settings.BlackList = new HashSet<NodeAddress>();
                return "clear ok";
            case [var list]:
                var nodes = Split(list).Select(NodeAddress.Parse).ToList();
                if (nodes.Exists(each => !each.IsValid))
                {
                    return "invalid arguments";
                }

                settings.BlackList = nodes.ToHashSet();
                return "set ok";
            default:
                return "invalid arguments";
        }
    }

    private string BlackListJson(IReadOnlyList<string> arguments)
    {
        switch (arguments)
        {
            case []:
                return CommandJson.Dump(("error", "ok"), (BlackListKey, Join()));
            case ["clear"]:
                settings.BlackList = new HashSet<NodeAddress>();
                return CommandJson.Dump(("error", "ok"));
            case [var list]:
                var bad = Split(list).FirstOrDefault(each => !HostPort.Parse(each).IsValid);
                if (bad is not null)
                {
                    return CommandJson.Dump(("error", $"invalid argument, bad host:port '{bad}'"));
                }

                settings.BlackList = Split(list).Select(each => new NodeAddress(RpcAddress.Parse(each), HostPort.Parse(each))).ToHashSet();
                return CommandJson.Dump(("error", "ok"));
            default:
                return CommandJson.Dump(("error", "invalid argument, 0 or 1 argument is acceptable"));
        }
    }

    private static string[] Split(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private string Join() => string.Join(',', settings.BlackList.Order(AddressOrder.Instance));
}
