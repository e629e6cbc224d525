using System.Collections.Immutable;
using Nightshift.Clusters;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Tests.Maintenance.Support;

/// <summary>
/// A Pegasus cluster in memory, as far as maintenance deals with it: the leader's guardian (<c>partition_guardian.cpp</c>, <c>server_state.cpp</c>) and the replica servers'
/// configuration (<c>replica_config.cpp</c>) with their checks, which abort a server here as there. One lock; everything that takes time happens outside of it.
/// </summary>
internal sealed partial class FakeCluster : IAsyncDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly List<Task> _work = [];
    private readonly Task _rounds;

    public FakeCluster(int servers = 5, FakeTimes? times = null)
    {
        Times = times ?? new FakeTimes();
        Servers = [.. Enumerable.Range(0, servers).Select(i => new FakeServer(34801 + i))];
        Metas = [.. Enumerable.Range(0, 3).Select(i => Endpoint.Parse($"127.0.0.1:{34601 + i}"))];
        ResetSettings();
        _rounds = Rounds();
        Client = new FakePegasus(this);
    }

    public Lock Gate { get; } = new();

    public FakeTimes Times { get; }

    public FakePegasus Client { get; }

    public IReadOnlyList<FakeServer> Servers { get; }

    public List<Endpoint> Metas { get; }

    public HashSet<Endpoint> DeadMetas { get; } = [];

    /// <summary>Their stop fails.</summary>
    public HashSet<Endpoint> EndlessMetas { get; } = [];

    /// <summary>Their start fails.</summary>
    public HashSet<Endpoint> BrokenMetas { get; } = [];

    /// <summary>Null while none leads.</summary>
    public Endpoint? Leader { get; private set; } = Endpoint.Parse("127.0.0.1:34601");

    public Dictionary<Gpid, FakePartition> Partitions { get; } = [];

    public Dictionary<string, AppInfo> Tables { get; } = [];

    public Dictionary<string, int> MinToWrite { get; } = [];

    public MetaLevel Level { get; set; }

    public Dictionary<string, string> Settings { get; } = [];

    /// <summary>What a leader begins with.</summary>
    public Dictionary<string, string> Configured { get; } = new()
    {
        [MetaSetting.AssignDelayMs] = "600000",
        [MetaSetting.AddSecondaryMax] = "20",
        [MetaSetting.AddSecondaryFlowControl] = "true",
        [MetaSetting.BlackList] = "",
        [MetaSetting.LivePercentage] = "50",
    };

    /// <summary>Proposals that the leader takes and never sends, by whether they are forced.</summary>
    public Func<Proposal, bool, bool> Drops { get; set; } = (_, _) => false;

    /// <summary>Called before a proposal is taken.</summary>
    public Action<Gpid, IReadOnlyList<Proposal>, bool> OnProposal { get; set; } = (_, _, _) => { };

    public List<string> Log { get; } = [];

    /// <summary>From the last change of leader to the first proposal that the new one took.</summary>
    public TimeSpan? FirstProposal { get; private set; }

    private long? ChangedAt { get; set; }

    public IEnumerable<string> Aborts => Servers.Select(server => server.Aborted).OfType<string>();

    public void CreateTable(string name, int partitions, int replicas, int minToWrite = 2)
    {
        lock (Gate)
        {
            var id = Tables.Count + 1;
            Tables[name] = new AppInfo(id, name, "pegasus", AppStatus.Available, partitions, replicas, new Dictionary<string, string>(), false, false);
            MinToWrite[name] = minToWrite;
            for (var i = 0; i < partitions; i++)
            {
                var members = Enumerable.Range(0, replicas).Select(k => Servers[(i + k) % Servers.Count]).ToList();
                var config = new PartitionConfig(new Gpid(id, i), 3, replicas, members[0].Server, [.. members.Skip(1).Select(member => member.Server)], [], 0, 0);
                Partitions[config.Id] = new FakePartition(name, config);
                foreach (var member in members)
                    member.Replicas[config.Id] = new FakeReplica { Ballot = 3, Status = member == members[0] ? ReplicaStatus.Primary : ReplicaStatus.Secondary };
            }
        }
    }

    public FakeServer At(Server server) => Servers.First(candidate => candidate.Server == server);

    public FakeServer At(Endpoint server) => Servers.First(candidate => candidate.Name == server);

    /// <summary>The leader dies; after a while another leads, with the settings of its configuration and nothing queued.</summary>
    public void KillLeader(TimeSpan without)
    {
        Endpoint killed;
        lock (Gate)
        {
            if (Leader is not { } leader) return;
            DeadMetas.Add(killed = leader);
            Leader = null;
        }

        Begin(async () =>
        {
            await Task.Delay(without, _over.Token);
            lock (Gate)
            {
                Elect(killed);
            }
        });
    }

    /// <summary>A meta server is back; where none led, it or another does a while later.</summary>
    public void StartMeta(Endpoint meta)
    {
        lock (Gate)
        {
            DeadMetas.Remove(meta);
            MetaStarts++;
        }

        Begin(async () =>
        {
            await Task.Delay(Times.Round, _over.Token);
            lock (Gate)
            {
                if (Leader is null) Elect(null);
            }
        });
    }

    private void Elect(Endpoint? except)
    {
        if (Metas.Where(meta => meta != except && !DeadMetas.Contains(meta)).Select(meta => (Endpoint?)meta).FirstOrDefault() is not { } elected) return;
        Leader = elected;
        ChangedAt = System.Diagnostics.Stopwatch.GetTimestamp();
        FirstProposal = null;
        ResetSettings();
        foreach (var partition in Partitions.Values) partition.Queue.Clear();
    }

    public bool IsWritable(FakePartition partition)
    {
        if (partition.Config.Primary is not { } primary || !At(primary).Serving) return false;
        return At(primary).Replicas.TryGetValue(partition.Id, out var replica) && replica is { Status: ReplicaStatus.Primary, Reconfiguring: false }
            && partition.Config.MemberCount >= Math.Min(MinToWrite[partition.Table], partition.Config.MaxReplicas);
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        Task[] work;
        lock (Gate) work = [.. _work, _rounds];
        await Task.WhenAll(work.Select(task => task.ContinueWith(_ => { }, TaskScheduler.Default)));
        _over.Dispose();
    }

    private void ResetSettings()
    {
        Level = MetaLevel.Steady;
        Settings.Clear();
        foreach (var (name, value) in Configured) Settings[name] = value;
    }

    private void Begin(Func<Task> work)
    {
        var task = Task.Run(work);
        lock (Gate) _work.Add(task);
    }

    private async Task Rounds()
    {
        while (!_over.IsCancellationRequested)
        {
            await Task.Delay(Times.Round, _over.Token);
            lock (Gate) Round();
        }
    }
}
