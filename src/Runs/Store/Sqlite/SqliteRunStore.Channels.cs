using Dapper;
using Microsoft.Data.Sqlite;

namespace Nightshift.Runs.Store.Sqlite;

public sealed partial class SqliteRunStore
{
    Task<bool> IChannelTables.TakeAsync(string key, DateTimeOffset now, DateTimeOffset forgotten, CancellationToken cancellationToken) => _writer.WriteAsync(
        connection =>
        {
            connection.Execute("delete from channel_taken where time < @time", new { time = SqliteTime.Write(forgotten) });
            return connection.Execute("insert into channel_taken (key, time) values (@key, @time) on conflict do nothing", new { key, time = SqliteTime.Write(now) }) == 1;
        },
        cancellationToken);

    async Task IChannelTables.ReleaseAsync(string key, CancellationToken cancellationToken) =>
        await _writer.WriteAsync(connection => connection.Execute("delete from channel_taken where key = @key", new { key }), cancellationToken);

    Task<IReadOnlyList<string>> IChannelTables.TakenAsync(string prefix, CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<string>>(
        connection => [.. connection.Query<string>("select key from channel_taken where substr(key, 1, length(@prefix)) = @prefix order by key", new { prefix })],
        cancellationToken);

    Task<IReadOnlyList<ChannelLink>> IChannelTables.LinksAsync(string channel, CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<ChannelLink>>(
        connection =>
        [
            .. connection.Query<(string Account, string Person)>("select account, person from channel_links where channel = @channel order by account", new { channel })
                .Select(row => new ChannelLink(channel, row.Account, new PersonId(row.Person))),
        ],
        cancellationToken);

    async Task<ChannelLink?> IChannelTables.LinkAsync(ChannelLink link, AuditEntry entry, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await _writer.WriteAsync(connection => Link(connection, link, entry, now), cancellationToken)).SingleOrDefault();

    Task<bool> IChannelTables.UnlinkAsync(string channel, PersonId person, AuditEntry entry, DateTimeOffset now, CancellationToken cancellationToken) => _writer.WriteAsync(
        connection => connection.Execute("delete from channel_links where channel = @channel and person = @person", new { channel, person = person.Value }) > 0
            && AppendAudit(connection, entry, now),
        cancellationToken);

    private static IReadOnlyList<ChannelLink> Link(SqliteConnection connection, ChannelLink link, AuditEntry entry, DateTimeOffset now)
    {
        var values = new { link.Channel, link.Account, Person = link.Person.Value, time = SqliteTime.Write(now) };
        var known = connection.Query<(string Account, string Person)>(
            "select account, person from channel_links where channel = @Channel and (account = @Account or person = @Person) order by account = @Account desc limit 1", values).ToList();
        if (known is [var (account, person)]) return [new ChannelLink(link.Channel, account, new PersonId(person))];
        connection.Execute("insert into channel_links (channel, account, person, time) values (@Channel, @Account, @Person, @time)", values);
        AppendAudit(connection, entry, now);
        return [];
    }
}
