using Nightshift.Onebox.Pegasus.Replica.Messages;
using Nightshift.Onebox.Pegasus.Replica.Partition;
using Nightshift.Onebox.Pegasus.Replica.Storage;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Replica.Serving;

/// <summary>Replicas that are opened because a meta or a primary asks for them.</summary>
internal sealed partial class ReplicaServer
{
    private void BeginOpen(AppInfo app, Gpid pid, GroupCheckRequest? learner, ConfigurationUpdateRequest? proposal)
    {
        lock (_replicas)
        {
            if (_replicas.ContainsKey(pid) || _opening.Contains(pid)) return;
            if (_closing.TryGetValue(pid, out var closing))
            {
                if (closing.Replica.Status != PartitionStatus.Inactive || closing.Begun) return;
                _closing.Remove(pid);
                _replicas[pid] = closing.Replica;
                Log.Replica(pid, "reopened");
            }
            else
            {
                _opening.Add(pid);
                _closed.Remove(pid);
                _work.Run(cancellationToken => OpenAsync(app, pid, learner, proposal, cancellationToken));
                return;
            }
        }

        if (learner is not null) OnAddLearner(learner);
    }

    private async Task OpenAsync(AppInfo app, Gpid pid, GroupCheckRequest? learner, ConfigurationUpdateRequest? proposal, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var directory = PartitionDirectory.Of(_root, pid);
        PartitionReplica replica;
        if (directory.Exists)
        {
            replica = PartitionReplica.Load(this, pid, directory);
            await Task.Delay(Options.LoadPerMegabyte * (replica.UnflushedBytes / Megabyte), Time, cancellationToken);
            replica.FinishLoading();
        }
        else
        {
            if (proposal is { Config: { Ballot: not 0 } or { LastCommittedDecree: not 0 } })
                Abort($"{pid}@{Self}: cannot load replica({pid}.pegasus), ballot = {proposal.Config.Ballot}, but it does not existed!");
            replica = PartitionReplica.New(this, pid, app, directory);
        }

        lock (_replicas)
        {
            _opening.Remove(pid);
            _replicas[pid] = replica;
        }

        Log.Replica(pid, "opened");
        if (learner is not null) OnAddLearner(learner);
        else if (proposal is not null) OnProposal(proposal);
    }

    private void OnAddLearner(GroupCheckRequest request)
    {
        if (!IsConnected)
        {
            // The primary counts it as its learner all the same, and asks again with its next group check.
            Log.NotConnected($"{request.Config.Pid}: add learner, primary = {request.Config.Primary}");
            return;
        }

        if (Find(request.Config.Pid) is { } replica) replica.OnAddLearner(request);
        else BeginOpen(request.App, request.Config.Pid, request, null);
    }

    private GroupCheckResponse OnGroupCheck(GroupCheckRequest request)
    {
        if (!IsConnected) return new GroupCheckResponse { Pid = request.Config.Pid };
        if (Find(request.Config.Pid) is { } replica) return replica.OnGroupCheck(request);
        if (request.Config.Status != PartitionStatus.PotentialSecondary)
            return new GroupCheckResponse { Pid = request.Config.Pid, Error = ErrorCode.ObjectNotFound };
        BeginOpen(request.App, request.Config.Pid, request, null);
        return new GroupCheckResponse { Pid = request.Config.Pid };
    }
}
