using Nightshift.Onebox.OpenMldb.Messages;
using Nightshift.Onebox.OpenMldb.Wire;

namespace Nightshift.Onebox.OpenMldb.Tablet;

// Leader and follower: changes of role, links, and what a follower accepts.
internal sealed partial class TabletNode
{
    private async Task<IReply> ChangeRoleAsync(ChangeRoleRequest request)
    {
        var partition = Find(request.Tid, request.Pid);
        if (Refusal(partition, leaderOnly: false) is { } refusal)
        {
            return Reply.With(refusal.Code, refusal.Msg);
        }

        if (request.Mode == TableMode.TableLeader)
        {
            return Promote(partition!, request);
        }

        return await StopLinksAsync(partition!, follower: true)
            ? Reply.Ok()
            : Reply.With(ReturnCode.Ok, "table is follower");
    }

    private GeneralResponse Promote(Partition partition, ChangeRoleRequest request)
    {
        lock (partition.Gate)
        {
            if (partition.IsLeader)
            {
                return Reply.With(ReturnCode.TableIsLeader, "table is leader");
            }

            partition.IsLeader = true;
            partition.Term = request.Term ?? 0;
        }

        _node.Log.RoleChanged("leader", partition.Tid, partition.Pid, request.Term ?? 0);
        StartLinks(partition, request.Replicas);
        return Reply.Ok();
    }

    private void StartLinks(Partition partition, IEnumerable<string> followers)
    {
        foreach (var endpoint in followers)
        {
            StartLink(partition, endpoint);
        }
    }

    /// <summary>1 when there is such a link, -1 when the partition is no leader, else 0.</summary>
    private int StartLink(Partition partition, string endpoint)
    {
        lock (partition.Gate)
        {
            if (!partition.IsLeader)
            {
                return -1;
            }

            if (partition.Links.ContainsKey(endpoint))
            {
                return 1;
            }

            var link = new ReplicationLink(partition, endpoint, _node);
            partition.Links.Add(endpoint, link);
            link.Start();
            return 0;
        }
    }

    /// <summary>
    /// Ends all links, and with <paramref name="follower"/> makes the leader a follower: it refuses every put from here on. False when it was
    /// none. Upstream holds the tablet's lock until the links are joined, so nothing is accepted in between.
    /// </summary>
    private async Task<bool> StopLinksAsync(Partition partition, bool follower)
    {
        ReplicationLink[] links;
        lock (partition.Gate)
        {
            if (follower && !partition.IsLeader)
            {
                return false;
            }

            links = [.. partition.Links.Values];
            partition.Links.Clear();
            if (follower)
            {
                partition.IsLeader = false;
                _node.Log.RoleChanged("follower", partition.Tid, partition.Pid, partition.Term);
            }
        }

        foreach (var link in links)
        {
            await link.StopAsync();
            link.Dispose();
        }

        return true;
    }

    private GeneralResponse AddReplica(ReplicaRequest request)
    {
        if (!_tasks.TryBegin(request.TaskInfo, TaskType.AddReplica, out var task))
        {
            return Reply.With(ReturnCode.Error, "add task failed");
        }

        if (Find(request.Tid, request.Pid) is not { } partition)
        {
            _tasks.End(task, WorkStatus.Failed);
            return Reply.With(ReturnCode.TableIsNotExist, "table does not exist");
        }

        var added = StartLink(partition, request.Endpoint ?? string.Empty);
        _tasks.End(task, added < 0 ? WorkStatus.Failed : WorkStatus.Done);
        return added switch
        {
            0 => Reply.Ok(),
            > 0 => Reply.With(ReturnCode.ReplicaEndpointAlreadyExists, "replica endpoint already exists"),
            _ => Reply.With(ReturnCode.TableIsFollower, "table is follower"),
        };
    }

    private async Task<IReply> DelReplicaAsync(ReplicaRequest request)
    {
        if (!_tasks.TryBegin(request.TaskInfo, TaskType.DelReplica, out var task))
        {
            return Reply.With(ReturnCode.Error, "add task failed");
        }

        if (Find(request.Tid, request.Pid) is not { } partition)
        {
            _tasks.End(task, WorkStatus.Failed);
            return Reply.With(ReturnCode.TableIsNotExist, "table does not exist");
        }

        ReplicationLink? link;
        lock (partition.Gate)
        {
            if (!partition.IsLeader)
            {
                _tasks.End(task, WorkStatus.Failed);
                return Reply.With(ReturnCode.TableIsFollower, "table is follower");
            }

            partition.Links.Remove(request.Endpoint ?? string.Empty, out link);
        }

        if (link is not null)
        {
            await link.StopAsync();
            link.Dispose();
        }

        _tasks.End(task, WorkStatus.Done);
        return link is null ? Reply.With(ReturnCode.Ok, "replica does not exist") : Reply.Ok();
    }

    /// <summary>
    /// Without entries and with <c>pre_log_index</c> 0 it asks for the offset and raises the term: that is a link's first contact, and the
    /// nameserver's "follow no one". Gaps between entries are not noticed.
    /// </summary>
    private AppendEntriesResponse AppendEntries(AppendEntriesRequest request)
    {
        var reply = new AppendEntriesResponse();
        var partition = Find(request.Tid, request.Pid);
        if (Refusal(partition, leaderOnly: false) is { } refusal)
        {
            return Reply.With(reply, refusal.Code, refusal.Msg);
        }

        lock (partition!.Gate)
        {
            if (partition.IsLeader)
            {
                return Reply.With(reply, ReturnCode.TableIsLeader, "table is leader");
            }

            if ((request.Term ?? 0) < partition.Term)
            {
                _node.Log.OldLeaderRefused(request.Term ?? 0, partition.Term, partition.Tid, partition.Pid);
                return Reply.With(reply, ReturnCode.FailToAppendEntries, "fail to append entries to replicator");
            }

            if ((request.PreLogIndex ?? 0) == 0 && request.Entries.Count == 0)
            {
                partition.Term = Math.Max(partition.Term, request.Term ?? 0);
            }

            foreach (var entry in request.Entries.Where(entry => entry.LogIndex > partition.Offset))
            {
                partition.Append(Storage.LogRecord.From(entry));
            }

            reply.LogOffset = partition.Offset;
            return Reply.With(reply, ReturnCode.Ok, "ok");
        }
    }
}
