using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>
/// The proposals that maintenance makes. What is forced goes to its target at once, with the record that the leader has at that moment, and nobody validates it: a
/// replica server that is told to take out a secondary which is none, or to add one that is one already, aborts (the checks in <c>replica_config.cpp</c>). So each is
/// made here, by what the caller has just seen, and says when it is harmless.
/// </summary>
internal sealed class Proposals(IMeta meta)
{
    /// <summary>Queued and validated: the primary steps down, the secondary takes over. Done in the leader's next round, or at the partition's next change.</summary>
    public Task QueueMove(Gpid partition, Server from, Server to, CancellationToken cancellationToken) => meta.Propose(
        partition,
        [new Proposal(ProposalType.DowngradeToSecondary, from, from), new Proposal(ProposalType.UpgradeToPrimary, to, to)],
        force: false,
        cancellationToken);

    /// <summary>
    /// At once. Harmless at any time: a server that is not primary, or whose record is newer, takes no notice. The leader then takes the front of the partition's queue
    /// as done and carries on with what follows there.
    /// </summary>
    public Task StepDown(Gpid partition, Server primary, CancellationToken cancellationToken) =>
        meta.Propose(partition, [new Proposal(ProposalType.DowngradeToSecondary, primary, primary)], force: true, cancellationToken);

    /// <summary>At once. Only for a partition without a primary, and one candidate at a time: another that answers meanwhile would be thrown out of the group.</summary>
    public Task Lead(Gpid partition, Server secondary, CancellationToken cancellationToken) =>
        meta.Propose(partition, [new Proposal(ProposalType.UpgradeToPrimary, secondary, secondary)], force: true, cancellationToken);

    /// <summary>At once. Only for a member as just seen, and once per ballot: a second one that comes late aborts the primary.</summary>
    public Task TakeOut(Gpid partition, Server primary, Server secondary, CancellationToken cancellationToken) =>
        meta.Propose(partition, [new Proposal(ProposalType.DowngradeToInactive, primary, secondary)], force: true, cancellationToken);

    /// <summary>As <see cref="TakeOut"/>, validated by the leader in its next round; harmless at any time.</summary>
    public Task QueueTakeOut(Gpid partition, Server primary, Server secondary, CancellationToken cancellationToken) =>
        meta.Propose(partition, [new Proposal(ProposalType.DowngradeToInactive, primary, secondary)], force: false, cancellationToken);

    /// <summary>At once. Only while the server does not learn the partition: one that finishes meanwhile aborts the primary.</summary>
    public Task TakeIn(Gpid partition, Server primary, Server learner, CancellationToken cancellationToken) =>
        meta.Propose(partition, [new Proposal(ProposalType.AddSecondary, primary, learner)], force: true, cancellationToken);
}
