using Nightshift.Clusters;
using Nightshift.Pegasus.Client.Commands;
using Nightshift.Pegasus.Wire;

namespace Nightshift.Pegasus.Client;

/// <summary>This part changes something.</summary>
internal sealed partial class MetaClient
{
    public async Task<MetaLevel> SetLevel(MetaLevel level, CancellationToken cancellationToken) =>
        (await route.Ask(MetaMessages.ControlMeta, level, null, OperationFacts.OfRpc(MetaMessages.ControlMeta.Name), cancellationToken))!.Value;

    public Task Propose(Gpid partition, IReadOnlyList<Proposal> proposals, bool force, CancellationToken cancellationToken) =>
        Send(partition, proposals, force, null, cancellationToken);

    public Task Balance(Gpid partition, BalanceType type, IReadOnlyList<Proposal> proposals, CancellationToken cancellationToken) =>
        Send(partition, proposals, false, type, cancellationToken);

    public Task<string> Setting(string name, CancellationToken cancellationToken) =>
        OnLeader(name, [], (call, text) => CommandReplies.Value(call, name, text), cancellationToken);

    public Task SetSetting(string name, string value, CancellationToken cancellationToken) =>
        OnLeader(
            name, [value],
            (call, text) =>
            {
                CommandReplies.Done(call, text);
                return text;
            },
            cancellationToken);

    public Task<int> CreateTable(string name, int partitions, int replicas, CancellationToken cancellationToken)
    {
        var method = MetaMessages.CreateApp;
        return route.Ask(method, new CreateAppRequest(name, partitions, replicas), $"table {name}", OperationFacts.OfRpc(method.Name), cancellationToken);
    }

    private Task<Nothing> Send(Gpid partition, IReadOnlyList<Proposal> proposals, bool force, BalanceType? balance, CancellationToken cancellationToken)
    {
        var method = ProposalMessages.Propose;
        var subject = $"partition {partition}";
        if (proposals.Count == 0)
            throw new WrongRequestException(Site(method.Name, subject), $"{subject}: there is nothing to propose.");
        var effect = OperationFacts.OfRpc(method.Name);
        var limit = OperationFacts.TimeLimitOf(method.Name, effect, channel.Options);
        return route.Do(
            method.Name, subject, effect,
            async (call, leader, token) =>
            {
                var known = await _generations.Of(leader, token);
                var request = new ProposeRequest(partition, [.. proposals.Select(p => known.Named(call, p))], force, balance, known.Generation);
                return await channel.Ask(call, leader, method, request, limit, token);
            },
            cancellationToken);
    }

    /// <summary>
    /// Remote commands are answered by standbys, too, so a leader's question goes before and, when something was set, after: the same server led all the time.
    /// </summary>
    private Task<string> OnLeader(string command, IReadOnlyList<string> arguments, Func<CallSite, string, string> read, CancellationToken cancellationToken)
    {
        var effect = OperationFacts.OfCommand(command, arguments.Count);
        var limit = OperationFacts.TimeLimitOf(command, effect, channel.Options);
        return route.Do(
            command, null, effect,
            async (call, leader, token) =>
            {
                await StillLeads(call, leader, token);
                var text = await channel.Send(
                    call, leader, CommandMessages.Command, new CommandRequest(command, arguments), RequestHeader.Admin(limit), limit, token);
                var value = read(call, Known(call, command, text));
                if (effect != OperationEffect.Read)
                    await StillLeads(call, leader, token);
                return value;
            },
            cancellationToken);
    }

    private Task<MetaLevel?> StillLeads(CallSite call, Endpoint leader, CancellationToken cancellationToken) =>
        channel.Ask(call, leader, MetaMessages.ControlMeta, null, channel.Options.ReadTimeout, cancellationToken);

    /// <summary>A leader registers its settings while it loads, so one that lacks them says no to this, not to the command as such.</summary>
    private static string Known(CallSite call, string command, string text)
    {
        try
        {
            return CommandReplies.Known(call, command, text);
        }
        catch (WrongRequestException e)
        {
            throw new RefusedByClusterException(call, ErrorNames.HandlerNotFound, e.Message);
        }
    }
}
