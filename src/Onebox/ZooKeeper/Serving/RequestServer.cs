using System.Text;
using Microsoft.Extensions.Logging;
using Nightshift.Onebox.ZooKeeper.Storage;
using Nightshift.Onebox.ZooKeeper.Tree;
using Nightshift.ZooKeeper;
using Nightshift.ZooKeeper.Protocol;

namespace Nightshift.Onebox.ZooKeeper.Serving;

/// <summary>
/// The server's one thread of thought: takes work in order, changes tree and log, and gathers what is to be sent. Nothing is sent before
/// the log has the changes that it tells of (<see cref="Release"/>).
/// </summary>
internal sealed partial class RequestServer
{
    private readonly EmbeddedZooKeeperOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly DataDirectory _directory;
    private readonly ZnodeTree _tree;
    private readonly RequestRules _rules;
    private readonly SessionTable _sessions;
    private readonly WatchRegistry _watches = new();
    private readonly ServerCounters _counters = new();
    private readonly List<(ServerConnection Connection, byte[]? Bytes)> _outgoing = [];
    private int _sinceSnapshot;

    public RequestServer(
        EmbeddedZooKeeperOptions options, DataDirectory directory, ZnodeTree tree, TimeProvider timeProvider, ILogger logger)
    {
        (_options, _directory, _tree, _timeProvider, _logger) = (options, directory, tree, timeProvider, logger);
        _rules = new RequestRules(tree);
        _sessions = new SessionTable(tree.Sessions, timeProvider, options.TickTime);
    }

    private long Now => _timeProvider.GetUtcNow().ToUnixTimeMilliseconds();

    public void Do(Work work)
    {
        switch (work)
        {
            case FrameArrived { Connection.IsEnding: false } arrived:
                _counters.Received++;
                Answer(arrived.Connection, arrived.Frame);
                break;
            case WordArrived word:
                Send(word.Connection, Encoding.ASCII.GetBytes(FourLetterWords.Answer(word.Word, _counters, _tree.LastZxid, _tree.Count)));
                End(word.Connection);
                break;
            case ConnectionEnded ended:
                _watches.Forget(ended.Connection);
                _sessions.Detach(ended.Connection.SessionId, ended.Connection);
                break;
            case Tick:
                ExpireSessions();
                break;
        }
    }

    /// <summary>Makes the changes since the last call survive, then lets their answers go.</summary>
    public void Release(int connections)
    {
        _counters.Connections = connections;
        _directory.Flush();
        foreach (var (connection, bytes) in _outgoing)
        {
            if (bytes is null)
                connection.End();
            else
                connection.Send(bytes);
        }

        _outgoing.Clear();
        if (_sinceSnapshot < _options.SnapshotEvery)
            return;
        _directory.TakeSnapshot(_tree);
        _sinceSnapshot = 0;
    }

    private void Answer(ServerConnection connection, byte[] frame)
    {
        try
        {
            var reader = new JuteReader(frame);
            if (connection.SessionId == 0)
                OpenSession(connection, ConnectRequest.Read(ref reader));
            else
                Answer(connection, RequestHeader.Read(ref reader), ref reader);
        }
        catch (ZooKeeperProtocolException wrong)
        {
            OneboxZooKeeperLog.BadRequest(_logger, connection.SessionId, wrong.Message);
            Drop(connection);
        }
    }

    private long Commit(Transaction transaction)
    {
        _directory.Append(transaction);
        _sinceSnapshot++;
        foreach (var treeEvent in _tree.Apply(transaction))
        {
            foreach (var watcher in _watches.Take(treeEvent))
                Notify(watcher, treeEvent);
        }

        return transaction.Zxid;
    }

    private void Notify(ServerConnection connection, TreeEvent treeEvent) => Send(connection, FrameBuffer.Of(
        new ReplyHeader(Xids.Notification, -1, ErrorCode.Ok), new WatcherEvent(treeEvent.Type, WatcherEvent.SyncConnected, treeEvent.Path)));

    private void Send(ServerConnection connection, byte[] bytes)
    {
        _counters.Sent++;
        _outgoing.Add((connection, bytes));
    }

    private void End(ServerConnection connection)
    {
        connection.IsEnding = true;
        _outgoing.Add((connection, null));
    }

    /// <summary>Ends a connection and at once forgets it, so that nothing more reaches it.</summary>
    private void Drop(ServerConnection connection)
    {
        _watches.Forget(connection);
        _sessions.Detach(connection.SessionId, connection);
        End(connection);
    }
}
