using Nightshift.Chat.People;
using Nightshift.Chat.Service;
using Nightshift.Runs;

namespace Nightshift.Chat.Commands;

/// <summary>
/// The way past approvals, and past nothing else, for somebody with the right <c>break-glass</c>: the right to the command itself, obstacles, locks, guards and
/// drift count as ever. It is in the audit log before anything begins.
/// </summary>
public sealed class BreakGlass(PeopleDirectory people, IAuditLog audit, SecretMask mask)
{
    public bool MayBreak(Person person, string cluster, string component) => people.May(person, new Permission(Permission.BreakGlass, cluster, component));

    /// <exception cref="NotAllowedException">The person may not.</exception>
    public void ThrowUnlessAllowed(Person person, string cluster, string component) =>
        NotAllowedException.ThrowUnless(people, person, new Permission(Permission.BreakGlass, cluster, component));

    /// <exception cref="Runs.Store.StoreException">It is not known to be on disk; then nothing may begin.</exception>
    public Task RecordAsync(RunRequest request, Plan plan, CancellationToken cancellationToken) => audit.RecordAsync(
        new AuditEntry(
            request.RequestedBy, request.Channel, Permission.BreakGlass, AuditOutcome.Done,
            Audited.Text(mask, request.Command, $"BREAK GLASS, plan {plan.Hash}: {request.BreakGlass}"), request.Cluster),
        cancellationToken);
}
