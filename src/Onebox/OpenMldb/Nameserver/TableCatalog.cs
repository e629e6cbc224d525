using Nightshift.Onebox.OpenMldb.Messages;

namespace Nightshift.Onebox.OpenMldb.Nameserver;

/// <summary>Tables by database and name. The default database is the empty name.</summary>
internal sealed class TableCatalog
{
    private readonly SortedDictionary<string, SortedDictionary<string, TableInfo>> _databases = new(StringComparer.Ordinal);

    public IEnumerable<TableInfo> All => _databases.Values.SelectMany(tables => tables.Values);

    public bool IsEmpty => _databases.Values.All(tables => tables.Count == 0);

    public TableInfo? Find(string? db, string? name)
        => _databases.TryGetValue(db ?? string.Empty, out var tables) ? tables.GetValueOrDefault(name ?? string.Empty) : null;

    public IEnumerable<TableInfo> In(string db) => _databases.TryGetValue(db, out var tables) ? tables.Values : [];

    public void Put(TableInfo table)
    {
        var db = table.Db ?? string.Empty;
        if (!_databases.TryGetValue(db, out var tables))
        {
            _databases.Add(db, tables = new SortedDictionary<string, TableInfo>(StringComparer.Ordinal));
        }

        tables[table.Name ?? string.Empty] = table;
    }

    public void Remove(string? db, string? name)
    {
        if (_databases.TryGetValue(db ?? string.Empty, out var tables))
        {
            tables.Remove(name ?? string.Empty);
        }
    }

    public void Clear() => _databases.Clear();
}
