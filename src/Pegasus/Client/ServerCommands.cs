using Nightshift.Clusters;
using Nightshift.Pegasus.Client.Commands;
using Nightshift.Pegasus.Client.Http;
using Nightshift.Pegasus.Client.Sessions;
using Nightshift.Pegasus.Wire;

namespace Nightshift.Pegasus.Client;

/// <summary>Commands to one process, over RPC and over HTTP, each sent once.</summary>
internal sealed class ServerCommands(Endpoint address, RpcChannel channel, PageReader pages) : IServerCommands
{
    public async Task<ServerInfo> Info(CancellationToken cancellationToken) =>
        ServerInfoReply.Parse(Site("server-info"), await Call("server-info", [], cancellationToken));

    public async Task<string> RecentStartTime(CancellationToken cancellationToken)
    {
        var page = await pages.Read(address, "/recentStartTime", changes: false, cancellationToken);
        return PageTexts.Required(Site("GET /recentStartTime"), page, "RecentStartTime");
    }

    public async Task<string?> Config(string name, CancellationToken cancellationToken)
    {
        var page = await pages.Read(address, $"/config?name={Uri.EscapeDataString(name)}", changes: false, cancellationToken);
        return PageTexts.Config(Site("GET /config"), page);
    }

    public async Task UpdateConfig(string name, string value, CancellationToken cancellationToken)
    {
        var page = await pages.Read(address, $"/updateConfig?{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}", changes: true, cancellationToken);
        var call = Site("GET /updateConfig") with { Subject = name };
        var status = PageTexts.Required(call, page, "update_status");
        if (status != ErrorNames.Ok)
            throw new RefusedByClusterException(call, status, $"{call.Prefix} refused to change it ({Printable.Of(status)}); check that the key is mutable.");
    }

    public async Task<string> Call(string command, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var call = Site(command);
        var effect = OperationFacts.OfCommand(command, arguments.Count);
        var limit = OperationFacts.TimeLimitOf(command, effect, channel.Options);
        try
        {
            var text = await channel.Send(
                call, address, CommandMessages.Command, new CommandRequest(command, arguments), RequestHeader.Admin(limit), limit, cancellationToken);
            return CommandReplies.Known(call, command, text);
        }
        catch (PegasusException e) when (effect != OperationEffect.Read && (e is NodeUnreachableException { Delivery: Delivery.ReplyLost } or UnintelligibleAnswerException))
        {
            throw new OutcomeUnknownException(call, e);
        }
    }

    internal CallSite Site(string method) => new(method, $"server {address}", address, null);
}
