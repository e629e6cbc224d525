using Nightshift.Pegasus.Client;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Maintenance;

internal sealed partial class ServerSteps
{
    public StepDefinition<MovedPrimaries> PrimariesAway(StandingHolds holds, IReadOnlySet<Gpid> alone) => new()
    {
        Name = "primaries away",
        Description = $"move every primary of replica server {server} to a secondary",
        Deadline = _options.DrainDeadline,
        Execute = attempt => new PrimaryMoves(services, holds, attempt).Away(server, alone),
        Probe = LookAgain<MovedPrimaries>,
        Plan = PlannedAsDescribed(MovedPrimaries.None),
        Report = MoveSentences.Report,
    };

    /// <param name="thin">Partitions that cannot spare the server.</param>
    public StepDefinition<TakenOut> SecondariesOut(StandingHolds holds, IReadOnlySet<Gpid> thin) => new()
    {
        Name = "secondaries out",
        Description = $"take the secondaries of replica server {server} out of service",
        Deadline = _options.DrainDeadline,
        Execute = async attempt =>
        {
            await new OtherServers(services, server).RefuseUnlessAllAnswer(attempt);
            return await new TakeOuts(services, holds, attempt).Run(server, thin);
        },
        Probe = LookAgain<TakenOut>,
        Plan = PlannedAsDescribed(new TakenOut(0, 0, TimeSpan.Zero)),
        Report = taken => $"{taken.Secondaries} secondaries of {server} are out of service, in {taken.Took.TotalSeconds:F1} s",
    };

    public StepDefinition<ClosedPartitions> Close(StandingHolds holds, IReadOnlySet<Gpid> thin) => new()
    {
        Name = "close partitions",
        Description = $"close what replica server {server} has open, which writes it to disk",
        Deadline = _options.CloseDeadline,
        Execute = attempt => holds.While(attempt, () => new PartitionClosing(services, attempt).Run(server, thin)),
        Probe = LookAgain<ClosedPartitions>,
        Plan = PlannedAsDescribed(new ClosedPartitions(0, 0, TimeSpan.Zero)),
        Report = closed => $"{closed.Asked} partitions of {server} are closed{(closed.Open > 0 ? $", {closed.Open} stay open" : "")}, in {closed.Took.TotalSeconds:F1} s",
    };
}
