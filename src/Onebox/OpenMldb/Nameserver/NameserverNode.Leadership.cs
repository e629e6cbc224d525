using System.Globalization;
using System.Text;
using Nightshift.Onebox.OpenMldb.Coordination;
using Nightshift.Onebox.OpenMldb.Messages;
using Nightshift.Onebox.OpenMldb.Wire;

namespace Nightshift.Onebox.OpenMldb.Nameserver;

// Becoming leader: everything is read again from ZooKeeper, missing system tables are made, and only then is anything answered.
internal sealed partial class NameserverNode
{
    private async Task BecomeLeaderAsync()
    {
        LostLock();
        if (!await RecoverAsync())
        {
            _node.Log.RecoverFailed();
        }

        await EnsureSystemTablesAsync();
        _leadership?.Dispose();
        _leadership = CancellationTokenSource.CreateLinkedTokenSource(_node.Background.Stopping);
        var leading = _leadership.Token;
        _running = true;
        _node.Log.Leads(_term, _tables.All.Count(), _lists.Sum(list => list.Count));
        Lead(PollTasksAsync, leading);
        Lead(PollTablesAsync, leading);
        Lead(ScheduleAsync, leading);
    }

    /// <summary>Work that ends with the leadership.</summary>
    private void Lead(Func<CancellationToken, Task> work, CancellationToken leading) => _ = _node.Background.Run(async _ =>
    {
        try
        {
            await work(leading);
        }
        catch (OperationCanceledException) when (leading.IsCancellationRequested)
        {
            _node.Log.LockLost();
        }
    });

    private async Task<bool> RecoverAsync()
    {
        if (await _node.ZooKeeper.ChildrenAsync(_paths.Nodes) is not { } nodes)
        {
            return false;
        }

        using (await _mutex.HoldAsync())
        {
            await UpdateTabletsAsync(nodes);
            if (!await RecoverCountersAsync() || !await RecoverDatabasesAsync() || !await RecoverTablesAsync())
            {
                return false;
            }
        }

        await PollTablesOnceAsync();
        using (await _mutex.HoldAsync())
        {
            if (!await RecoverOpsAsync())
            {
                return false;
            }

            _offlineSince.Clear();
            foreach (var (endpoint, tablet) in _tablets.Where(each => !each.Value.IsHealthy))
            {
                _offlineSince[endpoint] = tablet.Since;
                WatchOffline(endpoint);
            }
        }

        await PollTasksOnceAsync(recovering: true);
        return true;
    }

    private async Task<bool> RecoverCountersAsync()
    {
        var table = await ReadOrCreateAsync(_paths.TableIndex, "1");
        var term = await ReadOrCreateAsync(_paths.Term, "1");
        var op = await ReadOrCreateAsync(_paths.OpIndex, "0");
        var notify = await ReadOrCreateAsync(_paths.TableNotify, "1");
        var variable = await ReadOrCreateAsync(_paths.GlobalVariable, "1");
        var failover = await ReadOrCreateAsync(_paths.AutoFailover, _autoFailover ? "true" : "false");
        if (table is null || term is null || op is null || notify is null || variable is null || failover is null)
        {
            return false;
        }

        _tableIndex = uint.Parse(table, CultureInfo.InvariantCulture);
        _term = ulong.Parse(term, CultureInfo.InvariantCulture);
        _opIndex = ulong.Parse(op, CultureInfo.InvariantCulture);
        _autoFailover = failover == "true";
        return true;
    }

    private async Task<string?> ReadOrCreateAsync(string path, string initial)
        => await _node.ZooKeeper.GetTextAsync(path) ?? (await _node.ZooKeeper.CreateTextAsync(path, initial) ? initial : null);

    private async Task<bool> RecoverDatabasesAsync()
    {
        if (await ChildrenOrNoneAsync(_paths.Db) is not { } names)
        {
            return false;
        }

        _databases.Clear();
        _databases.UnionWith(names);
        return true;
    }

    private async Task<bool> RecoverTablesAsync()
    {
        if (await ChildrenOrNoneAsync(_paths.TableData) is not { } plain || await ChildrenOrNoneAsync(_paths.DbTableData) is not { } inDatabases)
        {
            return false;
        }

        _tables.Clear();
        foreach (var path in plain.Select(name => $"{_paths.TableData}/{name}").Concat(inDatabases.Select(tid => $"{_paths.DbTableData}/{tid}")))
        {
            if (await _node.ZooKeeper.GetAsync(path) is { } value)
            {
                var table = Json2PbReader.Read<TableInfo>(value);
                if (string.IsNullOrEmpty(table.Db) || _databases.Contains(table.Db))
                {
                    _tables.Put(table);
                }
            }
        }

        return true;
    }

    private async Task<IReadOnlyList<string>?> ChildrenOrNoneAsync(string path)
        => await _node.ZooKeeper.ChildrenAsync(path) ?? (await _node.ZooKeeper.ExistsAsync(path) || !_node.ZooKeeper.IsConnected ? null : []);

    /// <summary>Writes the table's node; with notification the clients read it again.</summary>
    private async Task<bool> SaveTableAsync(TableInfo table, bool notify = true)
    {
        if (!await _node.ZooKeeper.SetAsync(TablePath(table), Json2PbWriter.ToBytes(table)))
        {
            return false;
        }

        if (notify)
        {
            await NotifyTablesAsync();
        }

        return true;
    }

    private string TablePath(TableInfo table)
        => string.IsNullOrEmpty(table.Db) ? $"{_paths.TableData}/{table.Name}" : $"{_paths.DbTableData}/{table.Tid}";

    private Task<bool> NotifyTablesAsync() => _node.ZooKeeper.IncrementAsync(_paths.TableNotify);

    private Task<bool> SetCounterAsync(string path, ulong value)
        => _node.ZooKeeper.SetAsync(path, Encoding.UTF8.GetBytes(value.ToString(CultureInfo.InvariantCulture)));
}
