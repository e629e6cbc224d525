using Nightshift.OpenMldb.Client;
using TableStatus = Nightshift.OpenMldb.Client.TableStatus;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>
/// Tells replicas that wait for the tablet's few loading threads from those that failed. A memory table is listed as soon as LoadTable is answered, a disk table
/// only when its turn comes; a table that cannot be loaded is taken off the list again (<c>tablet_impl.cc</c> LoadTable, LoadTableInternal, LoadDiskTableInternal).
/// </summary>
internal sealed class LoadQueue(TimeProvider time)
{
    /// <summary>A memory table that was told to load and is not listed in this many polls has failed to.</summary>
    private const int PollsUntilFailed = 5;

    /// <summary>Without anything loading or loaded for this long, what still waits is given up.</summary>
    internal static readonly TimeSpan Standstill = TimeSpan.FromMinutes(2);

    private readonly Dictionary<StoppedReplica, int> _unseen = [];
    private readonly HashSet<TidPid> _listed = [];
    private (int Loaded, int Listed) _progress;
    private long? _since;

    /// <summary>Those of the open replicas that will not load any more, each with the reason.</summary>
    public IEnumerable<(StoppedReplica Replica, string Why)> Failed(IReadOnlyList<StoppedReplica> open, IReadOnlyDictionary<TidPid, TableStatus> states)
    {
        _listed.UnionWith(states.Keys);
        var stands = Stands(states);
        foreach (var replica in open.Where(r => !states.ContainsKey(r.TidPid)))
        {
            _unseen[replica] = _unseen.GetValueOrDefault(replica) + 1;
            if (_listed.Contains(replica.TidPid)) yield return (replica, "the tablet began to load it and does not list it any more");
            else if (replica.StorageMode != StorageMode.Memory && stands) yield return (replica, "the tablet took the request, loads nothing any more and does not list it");
            else if (replica.StorageMode == StorageMode.Memory && _unseen[replica] >= PollsUntilFailed) yield return (replica, "the tablet took the request and does not list it");
        }
    }

    private bool Stands(IReadOnlyDictionary<TidPid, TableStatus> states)
    {
        var progress = (states.Values.Count(s => s.Serves), states.Count);
        if (_since is null || progress != _progress || states.Values.Any(s => s.State == TableState.Loading))
        {
            _progress = progress;
            _since = time.GetTimestamp();
        }

        return time.GetElapsedTime(_since.Value) > Standstill;
    }
}
