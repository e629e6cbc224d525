using Dapper;
using Microsoft.Data.Sqlite;

namespace Nightshift.Runs.Store.Sqlite;

/// <summary>Opens connections that really have what durability rests on: write-ahead log, and a sync of it with every commit.</summary>
internal sealed class SqliteConnections
{
    private const int SynchronousFull = 2;
    private readonly string _connectionString;

    static SqliteConnections() => SQLitePCL.Batteries_V2.Init();

    public SqliteConnections(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        _connectionString = new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false, DefaultTimeout = 30 }.ToString();
    }

    public string Path { get; }

    /// <exception cref="StoreException">The file cannot be opened, or the settings do not hold.</exception>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            connection.Execute("pragma busy_timeout = 30000; pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;");
            Check(connection);
            return connection;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new StoreException($"{Path} cannot be opened: {e.Message}", e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Check(SqliteConnection connection)
    {
        var mode = connection.ExecuteScalar<string>("pragma journal_mode");
        if (mode != "wal") throw new StoreException($"{Path}: the journal mode is '{mode}' and not 'wal'; is the file on a network file system?");
        var synchronous = connection.ExecuteScalar<long>("pragma synchronous");
        if (synchronous != SynchronousFull) throw new StoreException($"{Path}: synchronous is {synchronous} and not {SynchronousFull} (full)");
    }
}
