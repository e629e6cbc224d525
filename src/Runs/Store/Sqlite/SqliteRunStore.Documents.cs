using Dapper;
using Microsoft.Data.Sqlite;
using Nightshift.Runs.Journal;

namespace Nightshift.Runs.Store.Sqlite;

public sealed partial class SqliteRunStore
{
    private const string DocumentColumns = "number, topic, name, is_open as IsOpen, body";

    Task<ChannelDocument?> IChannelDocuments.FindAsync(string space, string name, CancellationToken cancellationToken) =>
        ReadAsync(connection => FindDocument(connection, space, name), cancellationToken);

    Task<IReadOnlyList<ChannelDocument>> IChannelDocuments.ListAsync(string space, string topic, CancellationToken cancellationToken) =>
        ReadAsync(connection => Documents(connection, "topic = @topic", new { space, topic }), cancellationToken);

    Task<IReadOnlyList<ChannelDocument>> IChannelDocuments.ListOpenAsync(string space, CancellationToken cancellationToken) =>
        ReadAsync(connection => Documents(connection, "is_open = 1", new { space }), cancellationToken);

    Task<IReadOnlyList<ChannelDocument?>> IChannelDocuments.ChangeAsync(IReadOnlyList<ChannelChange> changes, CancellationToken cancellationToken) =>
        _writer.WriteAsync<IReadOnlyList<ChannelDocument?>>(connection => [.. changes.Select(change => Change(connection, change))], cancellationToken);

    Task<int> IChannelDocuments.RemoveAsync(string space, DateTimeOffset before, CancellationToken cancellationToken) => _writer.WriteAsync(
        connection => connection.Execute(
            "delete from channel_documents where space = @space and is_open = 0 and changed < @before", new { space, before = JournalChain.Time(before) }),
        cancellationToken);

    private static ChannelDocument? Change(SqliteConnection connection, ChannelChange change)
    {
        var found = FindDocument(connection, change.Space, change.Name);
        if (change.Change(found) is not { } entry) return found;
        connection.Execute(
            """
            insert into channel_documents (space, topic, name, is_open, body, changed) values (@Space, @Topic, @Name, @isOpen, @Body, @changed)
            on conflict (space, name) do update set is_open = excluded.is_open, body = excluded.body, changed = excluded.changed
            """,
            new { change.Space, change.Topic, change.Name, isOpen = entry.IsOpen ? 1 : 0, entry.Body, changed = JournalChain.Time(change.Now) });
        return FindDocument(connection, change.Space, change.Name);
    }

    private static ChannelDocument? FindDocument(SqliteConnection connection, string space, string name) =>
        Documents(connection, "name = @name", new { space, name }).SingleOrDefault();

    private static IReadOnlyList<ChannelDocument> Documents(SqliteConnection connection, string which, object arguments) =>
    [
        .. connection.Query<(long Number, string Topic, string Name, long IsOpen, string Body)>(
                $"select {DocumentColumns} from channel_documents where space = @space and {which} order by number", arguments)
            .Select(row => new ChannelDocument(row.Number, row.Topic, row.Name, row.IsOpen != 0, row.Body)),
    ];
}
