using System.Text.Json;
using Nightshift.Onebox.Deployment;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Deployment;

public sealed partial class PegasusOnebox
{
    private const string BlackList = "meta.lb.assign_secondary_black_list";
    private const string ActsAs = "meta_function_level";

    /// <summary>What of the leader lives in its memory alone.</summary>
    private static readonly string[] LiveSettings =
    [
        "meta.lb.add_secondary_enable_flow_control", "meta.lb.add_secondary_max_count_for_one_node", "meta.lb.assign_delay_ms", BlackList, "meta.live_percentage",
    ];

    /// <summary>Looks at everything that maintenance may leave in disorder.</summary>
    /// <exception cref="OneboxException">No meta server leads, or it does not tell.</exception>
    public async Task<PegasusLook> LookAsync(CancellationToken cancellationToken)
    {
        var box = await DescribeAsync(cancellationToken);
        await using var admin = Admin(box);
        var (leader, info) = await admin.LeaderAsync(cancellationToken) ?? throw NobodyLeads();
        var tables = await admin.TablesAsync(cancellationToken, AppStatus.Invalid) ?? throw NobodyLeads();
        var nodes = await admin.NodesAsync(cancellationToken) ?? throw NobodyLeads();
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in LiveSettings) settings[name] = await ReadAsync(admin, leader, name, cancellationToken);
        return new PegasusLook(
            Text(await LevelAsync(admin, MetaLevel.Invalid, cancellationToken)),
            info.Values[info.Keys.ToList().IndexOf(ActsAs)],
            settings,
            [.. tables.OrderBy(table => table.AppId).Select(table => new PegasusTable(table.AppId, table.AppName, table.Status.ToString()))],
            await PartitionsAsync(admin, tables.Where(table => table.Status == AppStatus.Available), cancellationToken),
            [.. nodes.Where(node => node.Status != NodeStatus.Alive).Select(node => node.Node.Ip.ToString()).Order(StringComparer.Ordinal)],
            await IdleNamesAsync(box, admin, cancellationToken));
    }

    /// <summary>Gives the leader the level and the settings of an earlier look.</summary>
    /// <returns>False when no meta server leads.</returns>
    /// <exception cref="OneboxException">It refuses.</exception>
    public async Task<bool> PutBackAsync(PegasusLook before, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(before);
        await using var admin = Admin(await DescribeAsync(cancellationToken));
        if (await admin.LeaderAsync(cancellationToken) is not var (leader, _)) return false;
        await LevelAsync(admin, Enum.Parse<MetaLevel>(before.Level, ignoreCase: true), cancellationToken);
        foreach (var (name, value) in before.Settings)
        {
            if (await ReadAsync(admin, leader, name, cancellationToken) == value) continue;
            await admin.CommandAsync(leader, name, [value.Length == 0 ? "clear" : value], cancellationToken);
            if (await ReadAsync(admin, leader, name, cancellationToken) is var now && now != value) throw new OneboxException($"{name} stays at {now}, it was {value}");
        }

        return true;
    }

    private static async Task<MetaLevel> LevelAsync(PegasusAdmin admin, MetaLevel to, CancellationToken cancellationToken)
    {
        var answer = await admin.AskAsync<ControlMetaRequest, ControlMetaResponse>(RpcNames.ControlMeta, new ControlMetaRequest { Level = to }, each => each.Error, cancellationToken);
        return answer is { Error.IsOk: true } told ? told.OldLevel : throw new OneboxException($"the level is not told: {answer?.Error.Name ?? "no meta server leads"}");
    }

    private static string Text(MetaLevel level) => level.ToString().ToLowerInvariant();

    /// <summary>The value without what servers of this or that generation put around it.</summary>
    private static async Task<string> ReadAsync(PegasusAdmin admin, RpcAddress leader, string name, CancellationToken cancellationToken)
    {
        var text = await admin.CommandAsync(leader, name, [], cancellationToken) ?? throw new OneboxException($"{name} is not told");
        if (!text.StartsWith('{')) return text.StartsWith("get ok: ", StringComparison.Ordinal) ? text["get ok: ".Length..] : text;
        using var json = JsonDocument.Parse(text);
        return json.RootElement.GetProperty(name == BlackList ? name[(name.LastIndexOf('.') + 1)..] : name).ToString();
    }

    private static async Task<IReadOnlyList<PegasusPartition>> PartitionsAsync(PegasusAdmin admin, IEnumerable<AppInfo> tables, CancellationToken cancellationToken)
    {
        var found = new List<PegasusPartition>();
        foreach (var table in tables)
        foreach (var partition in await admin.PartitionsAsync(table.AppName, cancellationToken) ?? throw new OneboxException($"table {table.AppName} is unknown"))
            found.Add(new PegasusPartition(
                table.AppName, partition.Pid.ToString(), partition.Ballot, partition.Primary.IsValid ? partition.Primary.Ip.ToString() : null,
                [.. partition.Secondaries.Select(each => each.Ip.ToString())], partition.MaxReplicaCount));
        return found;
    }

    private async Task<List<string>> IdleNamesAsync(PegasusDescription box, PegasusAdmin admin, CancellationToken cancellationToken)
    {
        var idle = (await StatusAsync(cancellationToken)).Where(process => !process.Serving).Select(process => process.Component.Name).ToList();
        foreach (var server in box.Components.Where(node => node.Component == PegasusRoles.Replica))
            if (!idle.Contains(server.Name) && !await admin.IsLoadedAsync(server.Endpoint, cancellationToken))
                idle.Add(server.Name);
        return idle;
    }

    private static OneboxException NobodyLeads() => new("no meta server leads");
}
