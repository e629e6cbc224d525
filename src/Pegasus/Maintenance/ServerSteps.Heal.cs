using Nightshift.Runs;

namespace Nightshift.Pegasus.Maintenance;

internal sealed partial class ServerSteps
{
    public StepDefinition<TakenIn> ReplicasBack(StandingHolds holds, ServerSurvey survey) => new()
    {
        Name = "replicas back",
        Description = $"bring the {survey.Partitions.Count} replicas of {server} back into service",
        ByHand = services.ByHand.Heal(),
        Deadline = _options.HealDeadline,
        Execute = attempt => new TakeIns(services, holds, attempt).Run(server, [.. survey.All]),
        Probe = LookAgain<TakenIn>,
        Plan = PlannedAsDescribed(new TakenIn(survey.Partitions.Count, 0, 0, TimeSpan.Zero)),
        Report = taken => $"{taken.Back} replicas of {server} are back after {taken.Took.TotalSeconds:F1} s{(taken.Left > 0 ? $", {taken.Left} are left to the meta server" : "")}",
    };

    /// <param name="mineOnly">On the way home it is enough that this server is back everywhere: what others lack is not ours to wait for.</param>
    public StepDefinition<Nothing> Complete(StandingHolds holds, ServerSurvey survey, bool mineOnly) => new()
    {
        Name = "partitions complete",
        Description = $"see every partition of {server} complete again",
        Kind = StepKind.Gate,
        ByHand = services.ByHand.Heal(),
        Deadline = _options.HealDeadline,
        Execute = async attempt =>
        {
            await new Completeness(services, holds, attempt).Await(server, [.. survey.All], mineOnly);
            return Nothing.Value;
        },
        Plan = PlannedAsDescribed(Nothing.Value),
    };

    public StepDefinition<ServerSurvey> Lost() => new()
    {
        Name = "survey",
        Description = $"see which partitions lack the replica of {server}",
        Kind = StepKind.Observation,
        Execute = async attempt => Surveyor.Lost(await services.Look(Surveyor.Scope, attempt), server),
        Plan = async _ => Surveyor.Lost(await services.Snapshots.Read(Surveyor.Scope, CancellationToken.None), server),
        Report = survey => $"{survey.Partitions.Count} partitions lack the replica of {server}",
    };
}
