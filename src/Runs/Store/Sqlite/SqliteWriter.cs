using System.Collections.Concurrent;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Nightshift.Runs.Store.Sqlite;

/// <summary>
/// The one connection that writes. What is waiting when a commit ends goes into the next one together, so that parallel branches and runs
/// share a sync of the disk; each piece has a savepoint of its own and fails alone.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int LargestBatch = 256;
    private readonly BlockingCollection<Work> _queue = [];
    private readonly SqliteConnection _connection;
    private readonly Thread _thread;

    public SqliteWriter(SqliteConnection connection)
    {
        _connection = connection;
        _thread = new Thread(Loop) { IsBackground = true, Name = "journal writer" };
        _thread.Start();
    }

    /// <summary>Runs <paramref name="write"/> in a transaction; completes when it is on disk.</summary>
    public Task<T> WriteAsync<T>(Func<SqliteConnection, T> write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var work = new Work<T>(write);
        try
        {
            _queue.Add(work, CancellationToken.None);
        }
        catch (InvalidOperationException e)
        {
            throw new StoreException("the store is closed", e);
        }
        return work.Task;
    }

    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _connection.Dispose();
        _queue.Dispose();
    }

    private void Loop()
    {
        var batch = new List<Work>();
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            batch.Add(first);
            while (batch.Count < LargestBatch && _queue.TryTake(out var next)) batch.Add(next);
            CommitAll(batch);
            batch.Clear();
        }
    }

    private void CommitAll(List<Work> batch)
    {
        try
        {
            _connection.Execute("begin immediate");
            foreach (var work in batch) RunAlone(work);
            _connection.Execute("commit");
            foreach (var work in batch) work.Complete();
        }
        catch (Exception e)
        {
            RollBack();
            var failure = e as StoreException ?? new StoreException($"{_connection.DataSource}: {e.Message}", e);
            foreach (var work in batch) work.Fail(failure);
        }
    }

    private void RunAlone(Work work)
    {
        _connection.Execute("savepoint piece");
        try
        {
            work.Run(_connection);
        }
        catch (Exception e) when (e is ConflictException or FencedException or StoreException)
        {
            work.Refuse(e);
            _connection.Execute("rollback to piece");
        }
        _connection.Execute("release piece");
    }

    private void RollBack()
    {
        try
        {
            _connection.Execute("rollback");
        }
        catch (SqliteException)
        {
            // SQLite rolls back by itself on a full disk and on input/output errors; there is no transaction then.
        }
    }

    private abstract class Work
    {
        public abstract void Run(SqliteConnection connection);

        public abstract void Refuse(Exception reason);

        public abstract void Complete();

        public abstract void Fail(Exception failure);
    }

    private sealed class Work<T>(Func<SqliteConnection, T> write) : Work
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Exception? _refused;
        private T? _result;

        public Task<T> Task => _done.Task;

        public override void Run(SqliteConnection connection) => _result = write(connection);

        public override void Refuse(Exception reason) => _refused = reason;

        public override void Complete()
        {
            if (_refused is null) _done.SetResult(_result!);
            else _done.SetException(_refused);
        }

        public override void Fail(Exception failure) => _done.TrySetException(failure);
    }
}
