using Nightshift.Onebox.OpenMldb.Messages;
using Nightshift.Onebox.OpenMldb.Wire;

namespace Nightshift.Onebox.OpenMldb.Nameserver;

// The three tasks of kChangeLeaderOP.
internal sealed partial class NameserverNode
{
    /// <summary>
    /// Raises the term by two, makes every follower follow no one under the middle term, and picks: the explicit candidate however far behind,
    /// else one of the furthest. A follower that does not answer fails the op, and the terms of the others stay raised.
    /// </summary>
    private async Task SelectLeaderAsync(NsTask task)
    {
        if (await RunningOpAsync(task) is not { } op)
        {
            return;
        }

        var data = Data<ChangeLeaderData>(op);
        if (data.CandidateLeader is { } wanted && !data.Follower.Contains(wanted))
        {
            Fail(task, $"candidate_leader[{wanted}] is not follower");
            return;
        }

        ulong term;
        using (await _mutex.HoldAsync())
        {
            if (_autoFailover && _tables.Find(op.Db, op.Name) is not { } table)
            {
                Fail(task, "table does not exist");
                return;
            }

            if (_autoFailover && _tables.Find(op.Db, op.Name)!.AliveLeader(op.Pid) is not null)
            {
                Fail(task, "leader is alive, need not changeleader");
                return;
            }

            if (!await SetCounterAsync(_paths.Term, _term + 2))
            {
                Fail(task, "set term failed");
                return;
            }

            term = _term + 1;
            _term += 2;
            if (data.Follower.FirstOrDefault(endpoint => !IsHealthy(endpoint)) is { } offline)
            {
                Fail(task, $"endpoint[{offline}] is offline");
                return;
            }
        }

        var offsets = new Dictionary<string, ulong>(StringComparer.Ordinal);
        foreach (var endpoint in data.Follower)
        {
            var reply = await _node.Peers.TabletAsync<AppendEntriesResponse>(
                endpoint, "AppendEntries", new AppendEntriesRequest { Tid = data.Tid, Pid = data.Pid, Term = term }, _node.Background.Stopping);
            if (reply is not { Code: ReturnCode.Ok })
            {
                Fail(task, $"followOfNoOne failed at {endpoint}");
                return;
            }

            offsets[endpoint] = reply.LogOffset ?? 0;
        }

        var furthest = offsets.Values.Max();
        var best = offsets.Where(each => each.Value == furthest).Select(each => each.Key).ToArray();
        data.Leader = data.CandidateLeader ?? best[_random.Next(best.Length)];
        data.Offset = furthest;
        data.Term = term + 1;
        op.Info.Data = Json2PbWriter.ToText(data);
        _node.Log.LeaderSelected(op.Id, data.Leader, term + 1, furthest);
        Finish(task);
    }

    /// <summary>Only the new leader is told. The old one goes on as leader until it is recovered.</summary>
    private async Task ChangeLeaderTaskAsync(NsTask task)
    {
        if (await RunningOpAsync(task) is not { } op)
        {
            return;
        }

        var data = Data<ChangeLeaderData>(op);
        using (await _mutex.HoldAsync())
        {
            if (!IsHealthy(data.Leader))
            {
                Fail(task, $"endpoint[{data.Leader}] is offline");
                return;
            }
        }

        var request = new ChangeRoleRequest
        {
            Tid = data.Tid,
            Pid = data.Pid,
            Mode = TableMode.TableLeader,
            Term = data.Term,
            Replicas = [.. data.Follower.Where(endpoint => endpoint != data.Leader)],
        };
        if (await CallAsync(data.Leader!, "ChangeRole", request))
        {
            Finish(task);
        }
        else
        {
            Fail(task, $"change role at {data.Leader} failed");
        }
    }

    /// <summary>The old leader's entry keeps <c>is_leader</c> and loses <c>is_alive</c>.</summary>
    private async Task UpdateLeaderInfoAsync(NsTask task)
    {
        if (await RunningOpAsync(task) is not { } op)
        {
            return;
        }

        var data = Data<ChangeLeaderData>(op);
        using (await _mutex.HoldAsync())
        {
            if (_tables.Find(op.Db, op.Name) is not { } table || table.Partition(op.Pid) is not { } partition)
            {
                Fail(task, "no such table or partition");
                return;
            }

            PartitionMeta? old = null;
            PartitionMeta? next = null;
            foreach (var meta in partition.PartitionMeta)
            {
                if (meta.Leads() && meta.Alive())
                {
                    old = meta;
                }
                else if (meta.Endpoint == data.Leader)
                {
                    next = meta;
                }
            }

            if (old is not null)
            {
                old.IsAlive = false;
            }

            if (next is null)
            {
                Fail(task, $"endpoint[{data.Leader}] does not exist");
                return;
            }

            next.IsLeader = true;
            partition.TermOffset.Add(new TermPair { Term = data.Term, Offset = data.Offset + 1 });
            if (await SaveTableAsync(table))
            {
                Finish(task);
            }
            else
            {
                Fail(task, "set zk failed");
            }
        }
    }

    private async Task<NsOp?> RunningOpAsync(NsTask task)
    {
        using (await _mutex.HoldAsync())
        {
            if (Heads().FirstOrDefault(op => op.Id == task.Info.OpId) is { } op)
            {
                return op;
            }
        }

        Fail(task, "cannot find op in running op");
        return null;
    }
}
