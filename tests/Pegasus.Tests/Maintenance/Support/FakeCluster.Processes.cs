using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Tests.Maintenance.Support;

internal sealed partial class FakeCluster
{
    /// <summary>The process ends: its connections break at once, the meta server notices after the grace period.</summary>
    public void Kill(FakeServer server)
    {
        lock (Gate)
        {
            server.Running = server.Serving = server.Connected = false;
            foreach (var replica in server.Replicas.Values)
            {
                replica.Status = ReplicaStatus.Inactive;
                replica.Reconfiguring = false;
                replica.Learners.Clear();
            }
        }

        var start = server.Starts;
        Begin(async () =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), _over.Token);
            lock (Gate)
            {
                foreach (var partition in Partitions.Values.Where(partition => partition.IsSecondary(server.Server))) PrepareFails(partition, server);
            }

            await Task.Delay(Times.Grace, _over.Token);
            lock (Gate)
            {
                if (server.Running || server.Starts != start) return;
                server.Alive = false;
                foreach (var partition in Partitions.Values.Where(partition => partition.Has(server.Server)))
                {
                    if (partition.Config.Primary == server.Server)
                        Update(partition, FakePartition.Apply(partition.Config, ProposalType.DowngradeToInactive, server.Server), ProposalType.DowngradeToInactive, server.Server, null);
                    else PrepareFails(partition, server);
                }
            }
        });
    }

    /// <summary>Starts the process: the port at once, serving when loaded, known to the meta server later.</summary>
    public void Start(FakeServer server)
    {
        lock (Gate)
        {
            server.Running = true;
            server.Starts++;
            foreach (var closed in server.Replicas.Values.Where(replica => !replica.Open)) closed.Closed = closed.Closing = false;
        }

        var start = server.Starts;
        Begin(async () =>
        {
            await Task.Delay(Times.Load, _over.Token);
            lock (Gate)
            {
                if (!server.Running || server.Starts != start) return;
                if (server.DiesOnStart > 0)
                {
                    server.DiesOnStart--;
                    server.Running = false;
                    return;
                }

                server.Serving = true;
            }

            await Task.Delay(Times.Connect, _over.Token);
            lock (Gate)
            {
                if (!server.Running || server.Starts != start) return;
                server.Connected = server.Alive = true;
                foreach (var partition in Partitions.Values.Where(partition => partition.Has(server.Server))) Adopt(partition, server);
            }
        });
    }

    /// <summary>As <c>replica.kill_partition</c>.</summary>
    public bool Close(FakeServer server, Gpid id)
    {
        lock (Gate)
        {
            if (!server.Replicas.TryGetValue(id, out var replica) || !replica.Open) return false;
            var wasPrimary = replica.Status == ReplicaStatus.Primary;
            replica.Status = ReplicaStatus.Error;
            replica.Closing = true;
            var partition = Partitions[id];
            if (wasPrimary && partition.Config.Primary == server.Server)
                Update(partition, FakePartition.Apply(partition.Config, ProposalType.DowngradeToInactive, server.Server), ProposalType.DowngradeToInactive, server.Server, null);
            Begin(async () =>
            {
                await Task.Delay(Times.Close, _over.Token);
                lock (Gate) (replica.Closing, replica.Closed) = (false, true);
            });
            return true;
        }
    }

    private void PrepareFails(FakePartition partition, FakeServer server)
    {
        if (partition.Config.Primary is not { } primary || !partition.IsSecondary(server.Server) || server.Serving) return;
        if (!At(primary).Replicas.TryGetValue(partition.Id, out var replica) || replica is not { Status: ReplicaStatus.Primary, Reconfiguring: false }) return;
        Reconfigure(partition, replica, FakePartition.Apply(partition.Config, ProposalType.DowngradeToInactive, server.Server), new Proposal(ProposalType.DowngradeToInactive, primary, server.Server));
    }
}
