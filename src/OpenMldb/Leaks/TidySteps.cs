using System.Collections.Concurrent;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Maintenance;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Leaks;

/// <summary>The steps of tidying up that are no part of another maintenance. Each looks first, so a probe may always run it again.</summary>
internal sealed class TidySteps(string cluster, MaintenanceServices services, VendorTool vendor)
{
    /// <summary>By the same checks as after a restart: a copy that has or may have what its leader lacks is kept as it is, and named.</summary>
    public StepDefinition<RejoinResult> Rejoin(IReadOnlyList<LeftReplica> replicas) => new()
    {
        Name = "rejoin",
        Description = $"let {replicas.Count} replicas that are marked not alive follow their leaders again",
        Deadline = services.Options.CatchUpDeadline,
        MaySkip = true,
        SkippedResult = new RejoinResult(0, []),
        Execute = async attempt =>
        {
            var failures = new ConcurrentDictionary<PartitionId, string>();
            var result = await new Rejoining(services, [.. replicas.Select(replica => replica.Ref)]) { Failures = failures }.Execute(attempt);
            foreach (var (partition, why) in failures) attempt.Note($"{partition}: {why}");
            return failures.IsEmpty
                ? result
                : throw new MoveRefusedException($"{failures.Count} of {replicas.Count} replicas could not be made followers: {string.Join("; ", failures.Values.Order(StringComparer.Ordinal).Take(5))}");
        },
        Probe = LookAgain<RejoinResult>,
        Plan = plan =>
        {
            foreach (var table in replicas.GroupBy(replica => replica.Partition.TableId)) plan.Detail($"{table.Key}: {table.Count()} replicas");
            return Task.FromResult(new RejoinResult(replicas.Count, []));
        },
        Report = result => $"{result.Replicas} replicas follow again",
    };

    public StepDefinition<int> DeleteOps(IReadOnlyList<LeftOp> ops) => new()
    {
        Name = "delete failed ops",
        Description = $"delete {ops.Count} failed ops from the nameserver's list, as far as their partitions are whole",
        Execute = async attempt =>
        {
            var deleted = 0;
            var listed = (await services.Client.Nameserver.ShowOpStatus(OpFilter.All, attempt.CancellationToken)).Where(op => op.Status == OpStatus.Failed).Select(op => op.Id).ToHashSet();
            foreach (var op in ops.Where(op => listed.Contains(op.Id)))
            {
                if (await IsWhole(op.Partition, attempt.CancellationToken))
                {
                    await services.Client.Nameserver.DeleteOp(op.Id, attempt.CancellationToken);
                    deleted++;
                }
                else
                {
                    attempt.Note($"{op.Sentence} stays in the list: {op.Partition} is not whole");
                }
            }

            return deleted;
        },
        Probe = LookAgain<int>,
        MaySkip = true,
        Plan = plan =>
        {
            foreach (var op in ops) plan.Detail(op.Sentence);
            return Task.FromResult(ops.Count);
        },
        Report = deleted => $"deleted {deleted} failed ops",
    };

    /// <summary>Last, so that the nameserver does not begin to repair what is being put right.</summary>
    public StepDefinition<Nothing> FailoverOn() => new()
    {
        Name = "auto_failover on",
        Description = $"set auto_failover: false → true on {cluster}",
        Execute = async attempt =>
        {
            var setting = AutoFailoverHold.Off(services.Client);
            await setting.Write("true", attempt.CancellationToken);
            var now = await setting.Read(attempt.CancellationToken);
            return now == "true" ? Nothing.Value : throw new InvalidOperationException($"auto_failover was set to true and reads {now}");
        },
        Probe = LookAgain<Nothing>,
        Plan = async plan =>
        {
            var away = (await services.Client.Nameserver.ShowTablet(CancellationToken.None)).Where(tablet => tablet.State != TabletState.Healthy).ToList();
            if (away.Count > 0)
                plan.Risk(RiskTier.Elevated, $"tablet {string.Join(", ", away.Select(tablet => tablet.Endpoint))} is away: with auto_failover on, the nameserver moves its leaders and replicas");
            return Nothing.Value;
        },
        Report = _ => "auto_failover is true",
    };

    public StepDefinition<Nothing> SetAside(StatFile file, RunId run) => new()
    {
        Name = $"set aside {file}",
        Description = $"rename {file} to {Aside(file, run)}",
        Execute = async attempt =>
        {
            await vendor.SetAside(file, Aside(file, run), attempt);
            return Nothing.Value;
        },
        Probe = LookAgain<Nothing>,
        MaySkip = true,
        Plan = plan =>
        {
            plan.Describe($"rename {file} to {file.Path}.tidied-by-run-N");
            foreach (var entry in file.Entries) plan.Detail($"{entry.Partition} home to {entry.Home}{(entry.Added is { } added ? $", its replica on {added} deleted" : "")}");
            return Task.FromResult(Nothing.Value);
        },
    };

    private static string Aside(StatFile file, RunId run) => $"{file.Path}.tidied-by-run-{run}";

    private static Task<Probe<T>> LookAgain<T>(StepAttempt attempt) => Task.FromResult<Probe<T>>(new Probe<T>.Run());

    private async Task<bool> IsWhole(PartitionId partition, CancellationToken cancellationToken)
    {
        var table = await services.Client.Nameserver.ShowTable(partition.TableId, cancellationToken);
        var entry = table?.Partitions.FirstOrDefault(entry => entry.Pid == partition.Pid);
        return entry is null || (entry.EffectiveLeader is not null && entry.Replicas.All(replica => replica.IsAlive));
    }
}
