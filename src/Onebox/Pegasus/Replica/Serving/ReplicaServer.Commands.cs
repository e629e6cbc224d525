using Nightshift.Onebox.Pegasus.Replica.Partition;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Replica.Serving;

/// <summary>What remote commands do to replicas.</summary>
internal sealed partial class ReplicaServer
{
    private static readonly ErrorCode Injected = new("ERR_INJECTED");

    /// <summary>All replicas, those of a table, or one; only open ones (<c>on_kill_replica</c>).</summary>
    internal ErrorCode Kill(int appId, int partitionIndex)
    {
        if (appId == -1 || partitionIndex == -1)
        {
            foreach (var replica in Open())
                if (appId == -1 || appId == replica.Pid.AppId)
                    Inject(replica);
            return ErrorCode.Ok;
        }

        if (Find(new Gpid(appId, partitionIndex)) is not { } one) return ErrorCode.ObjectNotFound;
        Inject(one);
        return ErrorCode.Ok;
    }

    /// <summary>Does something with the primaries and secondaries among the wanted replicas (<c>exec_command_on_replica</c>).</summary>
    /// <param name="arguments">Ids, <c>app_id</c> or <c>app_id.partition_index</c>, each argument a list with commas; none is all.</param>
    internal string OnReplicas(IReadOnlyList<string> arguments, Func<PartitionReplica, string> work)
    {
        var chosen = new SortedDictionary<Gpid, PartitionReplica>(Comparer<Gpid>.Create((a, b) => (a.AppId, a.PartitionIndex).CompareTo((b.AppId, b.PartitionIndex))));
        var required = new List<Gpid>();
        foreach (var word in arguments.SelectMany(argument => argument.Split(',', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (Gpid.TryParse(word, out var pid)) required.Add(pid);
            else if (!int.TryParse(word, out _)) return "invalid arguments";
            foreach (var replica in Open())
                if (replica.Pid == pid || (pid == default && int.TryParse(word, out var app) && replica.Pid.AppId == app))
                    chosen[replica.Pid] = replica;
        }

        if (arguments.Count == 0)
            foreach (var replica in Open())
                chosen[replica.Pid] = replica;

        var lines = new List<string>();
        foreach (var (pid, replica) in chosen)
            if (replica.Status is PartitionStatus.Primary or PartitionStatus.Secondary)
                lines.Add($"\n    {pid}@{Self}@{(replica.Status == PartitionStatus.Primary ? "P" : "S")} : {work(replica)}");
        var processed = lines.Count;
        var missing = required.Where(pid => !chosen.TryGetValue(pid, out var replica) || replica.Status is not (PartitionStatus.Primary or PartitionStatus.Secondary)).ToList();
        lines.AddRange(missing.Select(pid => $"\n    {pid}@{Self} : not found"));
        return $"{processed} processed, {missing.Count} not found{string.Concat(lines)}";
    }

    /// <summary>How far a start is, for <c>replica.query-progress</c>.</summary>
    internal string Progress()
    {
        var (open, opening, closing) = Counts();
        return $"replicas: {open}, opening: {opening}, closing: {closing}";
    }

    private void Inject(PartitionReplica replica) => _work.Run(async _ =>
    {
        await Task.Yield();
        replica.FailLocally(Injected);
    });
}
