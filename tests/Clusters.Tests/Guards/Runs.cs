using Nightshift.Runs;

namespace Nightshift.Clusters.Tests.Guards;

internal static class Runs
{
    public static RunView View(long id, RunState state, string command = "/upgrade tablet all", string playbook = "openmldb/upgrade-tablet.csx", string cluster = "prod", StepView[]? steps = null) => new(
        Summary(id, state, command, cluster),
        new RunRequest(cluster, command, playbook, "{}", [], new PersonId("operator"), "cli"),
        new Plan("hash", cluster, command, [], [], [], new Dictionary<string, string>(), [], [], Fingerprint.Empty, RiskTier.Low, null),
        new ApprovalPolicy(1, TimeSpan.FromHours(1)),
        [],
        steps ?? [],
        [],
        []);

    public static RunSummary Summary(long id, RunState state, string command = "/upgrade tablet all", string cluster = "prod") =>
        new(new RunId(id), state, cluster, command, new PersonId("operator"), DateTimeOffset.UnixEpoch, null, null, null);
}
