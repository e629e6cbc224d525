using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Processes;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>The steps by which one meta server goes down and comes back.</summary>
internal sealed class MetaSteps(MaintenanceServices services, Endpoint server)
{
    private readonly MaintenanceOptions _options = services.Options;

    public ServerProcessSteps Process => new(services, ServerRoles.Meta, server);

    public StepDefinition<Nothing> Check() => new()
    {
        Name = "check",
        Description = $"see whether meta server {server} may be away",
        Kind = StepKind.Observation,
        Execute = async attempt =>
        {
            Examiner.RefuseIfAny(await Findings(attempt.CancellationToken));
            return Nothing.Value;
        },
        Plan = async plan =>
        {
            foreach (var finding in await Findings(CancellationToken.None)) plan.Obstacle(finding.ToString());
            return Nothing.Value;
        },
    };

    public StepDefinition<Nothing> Stop(StandingHolds holds) => Process.Stop(async attempt =>
    {
        await holds.See(attempt, attempt.CancellationToken);
        Examiner.RefuseIfAny(await Findings(attempt.CancellationToken));
    });

    /// <summary>
    /// One leader, all meta servers answering, every replica server alive by that leader's own beacons for longer than a lease, settings as held: only then another may go.
    /// </summary>
    public StepDefinition<SettledMetas> Settle(StandingHolds holds) => new()
    {
        Name = "settle",
        Description = "see one leader with which every replica server keeps its lease",
        Kind = StepKind.Gate,
        Deadline = _options.MetaDeadline + _options.BetweenMetas,
        Execute = attempt => new MetaSettling(services, holds, attempt).Await(),
        Plan = _ => Task.FromResult(new SettledMetas(server, TimeSpan.Zero)),
        Report = settled => $"meta server {settled.Leader} leads, and every replica server has kept its lease with it for {settled.Watched.TotalSeconds:F0} s",
    };

    private async Task<IReadOnlyList<Finding>> Findings(CancellationToken cancellationToken)
    {
        var metas = await services.Client.Metas(cancellationToken);
        var nodes = await services.Meta.ListNodes(cancellationToken);
        return [.. Findings(metas, nodes)];
    }

    private IEnumerable<Finding> Findings(IReadOnlyList<MetaStanding> metas, IReadOnlyList<NodeInfo> nodes)
    {
        if (metas.All(meta => meta.Address != server)) yield return new Finding($"meta server {server}", "it is not among the configured ones", "check its name");
        if (metas.Count < 2) yield return new Finding("meta servers", "there is only one, and replica servers give up serving when it is away for longer than their lease", "add another");
        if (metas.Count(meta => meta.Role == MetaRole.Leader) != 1) yield return new Finding("meta servers", "not exactly one of them leads", "wait until it is so");
        foreach (var meta in metas.Where(meta => meta.Role is not (MetaRole.Leader or MetaRole.Standby) && meta.Address != server))
            yield return new Finding($"meta server {meta.Address}", meta.Reason is { } reason ? $"it does not answer: {reason}" : $"it is {meta.Role.ToString().ToLowerInvariant()}", "bring it back first: only one may be away");
        foreach (var node in nodes.Where(node => !node.Alive)) yield return new Finding($"replica server {node.Server}", "it is not alive", "bring it back first");
    }
}

/// <param name="Leader">The meta server that leads.</param>
/// <param name="Watched">For how long it and all replica servers were seen in order.</param>
internal sealed record SettledMetas(Endpoint Leader, TimeSpan Watched);
