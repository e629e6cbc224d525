using Nightshift.Runs.Journal;
using Nightshift.Runs.Ownership;
using Nightshift.Runs.Store;

namespace Nightshift.Runs.Tests.Support;

/// <summary>A run of which only the request was stored.</summary>
internal static class StoredPlan
{
    public static async Task<RunId> CreateAsync(IRunStore store, Owner owner)
    {
        var request = Harness.Request();
        var now = DateTimeOffset.UtcNow;
        var sources = request.Sources.ToDictionary(source => JournalChain.Sha256(source.Text), source => source.Text);
        var requested = new Requested(
            request.Cluster, request.Command, request.Playbook, request.Options, [.. request.Sources.Select(source => new RequestedSource(source.Path, JournalChain.Sha256(source.Text)))],
            request.RequestedBy, request.Channel, new ApprovalPolicy(1, TimeSpan.FromHours(1)));
        var lease = await store.CreateAsync(
            new NewRun(RunState.Planned, null, request.Cluster, request.Command, request.RequestedBy, now, null, sources, owner, now),
            run => [JournalChain.Link(run, 1, now, EventKinds.Of(requested), EventKinds.Write(requested), JournalChain.Start)],
            default);
        return lease.Run;
    }
}
