using Nightshift.Onebox.OpenMldb.Messages;
using Nightshift.Onebox.OpenMldb.Wire;

namespace Nightshift.Onebox.OpenMldb.Nameserver;

// System databases and tables, made by a leader before it serves. Without them it ends.
internal sealed partial class NameserverNode
{
    private const string RootPassword = "1e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private async Task EnsureSystemTablesAsync()
    {
        await EnsureDatabaseAsync(SystemTables.InternalDb);
        if (await EnsureTableAsync(SystemTables.InternalDb, SystemTables.User))
        {
            await PutRowAsync(SystemTables.InternalDb, SystemTables.User, "%|root", ["%", "root", RootPassword, (long)_node.NowMs, 0L, "true"]);
        }

        if (_tablets.Count < _node.Flags.SystemTableReplicaNum)
        {
            throw new NodeExitException(
                1, $"tablet num {_tablets.Count} is less then system table replica num {_node.Flags.SystemTableReplicaNum}");
        }

        await EnsureDatabaseAsync(SystemTables.PreAggDb);
        await EnsureDatabaseAsync(SystemTables.InformationDb);
        if (_node.Flags.SystemTableReplicaNum == 0)
        {
            return;
        }

        await EnsureTableAsync(SystemTables.InternalDb, SystemTables.JobInfo);
        await EnsureTableAsync(SystemTables.InternalDb, SystemTables.PreAggMeta);
        if (await EnsureTableAsync(SystemTables.InformationDb, SystemTables.GlobalVariables))
        {
            foreach (var (name, value) in new[] { ("enable_trace", "false"), ("execute_mode", "online"), ("job_timeout", "20000"), ("sync_job", "false") })
            {
                await PutRowAsync(SystemTables.InformationDb, SystemTables.GlobalVariables, name, [name, value]);
            }
        }

        await EnsureTableAsync(SystemTables.InformationDb, SystemTables.DeployResponseTime);
    }

    private async Task EnsureDatabaseAsync(string db)
    {
        if (await MakeDatabaseAsync(db) is { Code: not (ReturnCode.Ok or ReturnCode.DatabaseAlreadyExists) } refused)
        {
            throw new NodeExitException(1, $"create database failed. code={refused.Code}, msg={refused.Msg}");
        }
    }

    /// <summary>True when it had to be made.</summary>
    private async Task<bool> EnsureTableAsync(string db, string name)
    {
        TableInfo table;
        using (await _mutex.HoldAsync())
        {
            if (_tables.Find(db, name) is not null)
            {
                return false;
            }

            table = SystemTables.Create(name, _node.Flags.SystemTableReplicaNum);
        }

        var made = await PlaceTableAsync(table) is { } refused ? refused : await MakeTableAsync(table);
        return made.Code == ReturnCode.Ok
            ? true
            : throw new NodeExitException(1, $"create system table {name} failed. code={made.Code}, msg={made.Msg}");
    }

    private async Task PutRowAsync(string db, string name, string key, object?[] row)
    {
        TableInfo table;
        using (await _mutex.HoldAsync())
        {
            table = _tables.Find(db, name)!;
        }

        if (table.AliveLeader(0) is { } leader)
        {
            var put = new PutRequest
            {
                Tid = table.Tid,
                Pid = 0,
                Time = (long)_node.NowMs,
                Value = RowEncoder.Encode(table.ColumnDesc, row),
                Dimensions = [new Dimension { Key = key, Idx = 0 }],
            };
            await _node.Peers.TabletAsync<GeneralResponse>(leader, "Put", put, _node.Background.Stopping);
        }
    }
}
