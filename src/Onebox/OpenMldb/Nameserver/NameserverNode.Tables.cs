using Nightshift.Onebox.OpenMldb.Messages;
using Nightshift.Onebox.OpenMldb.Wire;

namespace Nightshift.Onebox.OpenMldb.Nameserver;

// Methods that show or edit metadata.
internal sealed partial class NameserverNode
{
    private async Task<IReply> ShowTableAsync(ShowTableRequest request)
    {
        using (await _mutex.HoldAsync())
        {
            var shown = _tables.All.Where(table => string.IsNullOrEmpty(table.Db)
                || request.ShowAll == true
                || (!string.IsNullOrEmpty(request.Db) && table.Db == request.Db));
            return Reply.With(
                new ShowTableResponse { TableInfo = [.. shown.Where(table => request.Name is null || request.Name == table.Name).Select(Shown)] },
                ReturnCode.Ok,
                "ok");
        }
    }

    /// <summary>Without the indexes that were deleted.</summary>
    private static TableInfo Shown(TableInfo table)
    {
        var copy = MessageShape.Clone(table);
        copy.ColumnKey.RemoveAll(key => key.Flag is > 0);
        return copy;
    }

    private async Task<IReply> GetTablePartitionAsync(GetTablePartitionRequest request)
    {
        using (await _mutex.HoldAsync())
        {
            return _tables.Find(request.Db, request.Name) is { } table
                ? Reply.With(
                    new GetTablePartitionResponse { TablePartition = table.Partition(request.Pid) is { } found ? MessageShape.Clone(found) : null },
                    ReturnCode.Ok,
                    "ok")
                : Reply.With(ReturnCode.TableIsNotExist, "table does not exist");
        }
    }

    private async Task<IReply> SetTablePartitionAsync(SetTablePartitionRequest request)
    {
        using (await _mutex.HoldAsync())
        {
            if (_tables.Find(request.Db, request.Name) is not { } table)
            {
                return Reply.With(ReturnCode.TableIsNotExist, "table does not exist");
            }

            var index = table.TablePartition.FindIndex(each => each.Pid == (request.TablePartition?.Pid ?? 0));
            if (index < 0 || request.TablePartition is null)
            {
                return Reply.Ok();
            }

            var before = table.TablePartition[index];
            table.TablePartition[index] = request.TablePartition;
            if (await SaveTableAsync(table))
            {
                return Reply.Ok();
            }

            table.TablePartition[index] = before;
            return Reply.With(ReturnCode.SetZkFailed, "set zk failed");
        }
    }

    private async Task<IReply> UpdateTableAliveAsync(UpdateTableAliveRequest request)
    {
        using (await _mutex.HoldAsync())
        {
            if (!_tablets.ContainsKey(request.Endpoint ?? string.Empty))
            {
                return Reply.With(ReturnCode.EndpointIsNotExist, "endpoint does not exist");
            }

            if (_tables.Find(request.Db, request.Name) is not { } table)
            {
                return Reply.With(ReturnCode.TableIsNotExist, "table does not exist");
            }

            var changed = MessageShape.Clone(table);
            var replicas = changed.TablePartition
                .Where(partition => request.Pid is null || request.Pid == partition.Pid)
                .Select(partition => partition.Replica(request.Endpoint))
                .OfType<PartitionMeta>()
                .ToArray();
            foreach (var replica in replicas)
            {
                replica.IsAlive = request.IsAlive ?? false;
            }

            if (replicas.Length == 0)
            {
                return Reply.With(ReturnCode.NoPidHasUpdate, "no pid has update");
            }

            if (!await SaveTableAsync(changed))
            {
                return Reply.With(ReturnCode.SetZkFailed, "set zk failed");
            }

            table.TablePartition = changed.TablePartition;
            return Reply.Ok();
        }
    }

    private async Task<IReply> ConfSetAsync(ConfSetRequest request)
    {
        using (await _mutex.HoldAsync())
        {
            var value = request.Conf!.Value!.ToUpperInvariant() switch { "TRUE" => "true", "FALSE" => "false", _ => null };
            if (request.Conf.Key != "auto_failover" || value is null)
            {
                return Reply.With(ReturnCode.InvalidParameter, "invalid parameter");
            }

            if (!await _node.ZooKeeper.SetAsync(_paths.AutoFailover, System.Text.Encoding.UTF8.GetBytes(value)))
            {
                return Reply.With(ReturnCode.SetZkFailed, "set zk failed");
            }

            _autoFailover = value == "true";
            return Reply.Ok();
        }
    }

    private Task<IReply> ConfGetAsync(NothingRequest request) => Task.FromResult<IReply>(Reply.With(
        new ConfGetResponse { Conf = new Dictionary<string, string> { ["auto_failover"] = _autoFailover ? "true" : "false" } }, ReturnCode.Ok, "ok"));

    private async Task<IReply> SetSdkEndpointAsync(SetSdkEndpointRequest request)
    {
        if (!_node.Flags.UseName)
        {
            return Reply.With(ReturnCode.UseNameIsFalse, "use_name is false");
        }

        var path = $"{_paths.SdkEndpoints}/{request.ServerName}";
        var value = System.Text.Encoding.UTF8.GetBytes(request.SdkEndpoint ?? string.Empty);
        var saved = await _node.ZooKeeper.ExistsAsync(path) ? await _node.ZooKeeper.SetAsync(path, value) : await _node.ZooKeeper.CreateAsync(path, value);
        return saved ? Reply.Ok() : Reply.With(ReturnCode.SetZkFailed, "set zk failed");
    }

    private async Task<IReply> ShowSdkEndpointAsync(NothingRequest request)
    {
        var reply = new ShowTabletResponse();
        foreach (var name in await _node.ZooKeeper.ChildrenAsync(_paths.SdkEndpoints) ?? [])
        {
            var value = await Coordination.NodeZooKeeperText.GetTextAsync(_node.ZooKeeper, $"{_paths.SdkEndpoints}/{name}");
            reply.Tablets.Add(new TabletStatus { Endpoint = name, RealEndpoint = value });
        }

        return Reply.With(reply, ReturnCode.Ok, "ok");
    }

    private async Task<IReply> ShowCatalogAsync(NothingRequest request)
    {
        var reply = new ShowCatalogResponse();
        string[] tablets;
        using (await _mutex.HoldAsync())
        {
            tablets = HealthyTablets();
        }

        foreach (var endpoint in tablets)
        {
            if (await _node.Peers.TabletAsync<GetCatalogResponse>(endpoint, "GetCatalog", new EmptyRequest(), _node.Background.Stopping)
                is { Code: ReturnCode.Ok, Catalog: { } catalog })
            {
                reply.Catalog.Add(catalog);
            }
        }

        return Reply.With(reply, ReturnCode.Ok, "ok");
    }
}
