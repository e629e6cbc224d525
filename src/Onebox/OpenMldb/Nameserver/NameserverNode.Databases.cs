using Nightshift.Onebox.OpenMldb.Messages;
using Nightshift.Onebox.OpenMldb.Wire;

namespace Nightshift.Onebox.OpenMldb.Nameserver;

// Databases.
internal sealed partial class NameserverNode
{
    private async Task<GeneralResponse> MakeDatabaseAsync(string db)
    {
        using (await _mutex.HoldAsync())
        {
            if (!_databases.Add(db))
            {
                return Reply.With(ReturnCode.DatabaseAlreadyExists, "database already exists");
            }

            return await _node.ZooKeeper.CreateAsync($"{_paths.Db}/{db}", [])
                ? Reply.Ok()
                : Reply.With(ReturnCode.SetZkFailed, "set zk failed");
        }
    }

    private async Task<IReply> CreateDatabaseAsync(DatabaseRequest request)
    {
        var reply = await MakeDatabaseAsync(request.Db ?? string.Empty);
        return reply.Code == ReturnCode.DatabaseAlreadyExists && request.IfNotExists == true ? Reply.Ok() : reply;
    }

    private async Task<IReply> UseDatabaseAsync(DatabaseRequest request)
    {
        using (await _mutex.HoldAsync())
        {
            return _databases.Contains(request.Db ?? string.Empty) ? Reply.Ok() : Reply.With(ReturnCode.DatabaseNotFound, "database not found");
        }
    }

    private async Task<IReply> ShowDatabaseAsync(NothingRequest request)
    {
        using (await _mutex.HoldAsync())
        {
            return Reply.With(
                new ShowDatabaseResponse { Db = [.. _databases.Where(db => !SystemTables.IsHidden(db))] }, ReturnCode.Ok, "ok");
        }
    }

    private async Task<IReply> DropDatabaseAsync(DatabaseRequest request)
    {
        using (await _mutex.HoldAsync())
        {
            var db = request.Db ?? string.Empty;
            if (db is SystemTables.InternalDb or SystemTables.InformationDb || !_databases.Contains(db))
            {
                return Reply.With(ReturnCode.DatabaseNotFound, "database not found");
            }

            if (_tables.In(db).Any())
            {
                return Reply.With(ReturnCode.DatabaseNotEmpty, "database not empty");
            }

            if (!await _node.ZooKeeper.DeleteAsync($"{_paths.Db}/{db}"))
            {
                return Reply.With(ReturnCode.SetZkFailed, "set zk failed");
            }

            _databases.Remove(db);
            return Reply.Ok();
        }
    }
}
