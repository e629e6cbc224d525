using Nightshift.Clusters;
using Nightshift.Hosts;
using Nightshift.Pegasus.Processes;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>The steps by which one replica server goes down and comes back. Each looks first and carries on from there, so a probe may always run it again.</summary>
internal sealed partial class ServerSteps(MaintenanceServices services, Endpoint server)
{
    private readonly MaintenanceOptions _options = services.Options;

    private static Task<Probe<T>> LookAgain<T>(StepAttempt attempt) => Task.FromResult<Probe<T>>(new Probe<T>.Run());

    private static Func<PlanBuilder, Task<T>> PlannedAsDescribed<T>(T result) => _ => Task.FromResult(result);

    /// <param name="restarts">Whether the process is to be stopped and started; a server that only loses its primaries need not be under our control.</param>
    public StepDefinition<Nothing> Check(bool allowFewReplicas, bool restarts = true) => new()
    {
        Name = "check",
        Description = $"see whether replica server {server} may be taken out of service",
        Kind = StepKind.Observation,
        Deadline = TimeSpan.FromMinutes(5),
        Execute = async attempt =>
        {
            var (_, findings) = await Transient.Outlast(attempt, _options, () => new Examiner(services).Examine(server, allowFewReplicas, attempt.CancellationToken, restarts));
            Examiner.RefuseIfAny(findings);
            if (restarts) await services.Process(ServerRoles.Replica, server).SeeStartable(attempt.CancellationToken);
            foreach (var notice in findings) attempt.Note(notice.ToString());
            return Nothing.Value;
        },
        Plan = async plan =>
        {
            var (snapshot, findings) = await new Examiner(services).Examine(server, allowFewReplicas, CancellationToken.None, restarts);
            foreach (var finding in findings)
            {
                if (finding.Blocks) plan.Obstacle(finding.ToString());
                else plan.Detail(finding.ToString());
            }

            try
            {
                if (restarts) await services.Process(ServerRoles.Replica, server).SeeStartable(CancellationToken.None);
            }
            catch (Exception fault) when (fault is ProcessControlException or HostException)
            {
                plan.Obstacle(fault.Message);
            }

            SurveyPlan.Describe(plan, snapshot, server);
            return Nothing.Value;
        },
    };

    public StepDefinition<ServerSurvey> Survey() => new()
    {
        Name = "survey",
        Description = $"see what replica server {server} holds",
        Kind = StepKind.Observation,
        Deadline = TimeSpan.FromMinutes(5),
        Execute = async attempt => Surveyor.Survey(await services.Look(Surveyor.Scope, attempt), server),
        Plan = async _ => Surveyor.Survey(await services.Snapshots.Read(Surveyor.Scope, CancellationToken.None), server),
        Report = survey => $"{server} is primary of {survey.Led.Count()} of its {survey.Partitions.Count} partitions",
    };
}
