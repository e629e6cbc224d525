using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>
/// The proposals that maintenance makes. What is forced goes to its target at once, with the record that the leader has at that moment, and nobody validates it: a
/// replica server that is told to take out a secondary which is none, or to add one that is one already, aborts (the checks in <c>replica_config.cpp</c>). So each is
/// made here, by what the caller has just seen, and says when it is harmless. Each returns false when nobody knows whether it arrived; the partition tells.
/// </summary>
internal sealed class Proposals(IMeta meta, TimeProvider time)
{
    /// <summary>A call that takes longer waits for another leader, which must not get what was meant for this one.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>Queued and validated: the primary steps down, the secondary takes over. Done in the leader's next round, or at the partition's next change.</summary>
    public Task<bool> QueueMove(Gpid partition, Server from, Server to, CancellationToken cancellationToken) => Propose(
        partition,
        force: false,
        cancellationToken,
        new Proposal(ProposalType.DowngradeToSecondary, from, from),
        new Proposal(ProposalType.UpgradeToPrimary, to, to));

    /// <summary>
    /// At once. Harmless at any time: a server that is not primary, or whose record is newer, takes no notice. The leader then takes the front of the partition's queue
    /// as done and carries on with what follows there.
    /// </summary>
    public Task<bool> StepDown(Gpid partition, Server primary, CancellationToken cancellationToken) =>
        Propose(partition, force: true, cancellationToken, new Proposal(ProposalType.DowngradeToSecondary, primary, primary));

    /// <summary>At once. Only for a partition without a primary, and one candidate at a time: another that answers meanwhile would be thrown out of the group.</summary>
    public Task<bool> Lead(Gpid partition, Server secondary, CancellationToken cancellationToken) =>
        Propose(partition, force: true, cancellationToken, new Proposal(ProposalType.UpgradeToPrimary, secondary, secondary));

    /// <summary>At once. Only for a member as just seen, and once per ballot: a second one that comes late aborts the primary.</summary>
    public Task<bool> TakeOut(Gpid partition, Server primary, Server secondary, CancellationToken cancellationToken) =>
        Propose(partition, force: true, cancellationToken, new Proposal(ProposalType.DowngradeToInactive, primary, secondary));

    /// <summary>As <see cref="TakeOut"/>, validated by the leader in its next round; harmless at any time.</summary>
    public Task<bool> QueueTakeOut(Gpid partition, Server primary, Server secondary, CancellationToken cancellationToken) =>
        Propose(partition, force: false, cancellationToken, new Proposal(ProposalType.DowngradeToInactive, primary, secondary));

    /// <summary>At once. Only while the server does not learn the partition: one that finishes meanwhile aborts the primary.</summary>
    public Task<bool> TakeIn(Gpid partition, Server primary, Server learner, CancellationToken cancellationToken) =>
        Propose(partition, force: true, cancellationToken, new Proposal(ProposalType.AddSecondary, primary, learner));

    private async Task<bool> Propose(Gpid partition, bool force, CancellationToken cancellationToken, params Proposal[] proposals)
    {
        using var limit = new CancellationTokenSource(Longest, time);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await meta.Propose(partition, proposals, force, bounded.Token);
            return true;
        }
        catch (Exception e) when (Transient.Is(e) || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}
