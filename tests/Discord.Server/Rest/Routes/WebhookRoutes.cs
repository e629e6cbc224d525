using Nightshift.Discord.Server.Checks;
using Nightshift.Discord.Server.Interactions;
using Nightshift.Discord.Server.Json;
using Nightshift.Discord.Server.Model;

namespace Nightshift.Discord.Server.Rest.Routes;

/// <summary>An interaction's later answers, by its token: the original response and follow-ups, for 15 min.</summary>
internal sealed class WebhookRoutes(World world)
{
    private const string Base = "/webhooks/{application}/{token}";

    private readonly MessageBoard _board = new(world);

    public IEnumerable<Route> All() => new Route[]
    {
        new("POST", Base, "webhooks.create", RateLimit.Per(5, 2), FollowUp),
        new("GET", $"{Base}/messages/{{message}}", "webhooks.get", RateLimit.Per(5, 2), Get),
        new("PATCH", $"{Base}/messages/{{message}}", "webhooks.edit", RateLimit.Per(5, 2), Edit),
        new("DELETE", $"{Base}/messages/{{message}}", "webhooks.delete", RateLimit.Per(5, 2), Delete),
    }.Select(route => route with { Open = true, OutsideGlobalLimit = true });

    private Interaction Find(RestRequest request) => world.Interactions.ByToken(request.Id("application"), request.Path["token"]);

    private static Message Named(Interaction interaction, RestRequest request)
    {
        var found = request.Path["message"] == "@original"
            ? interaction.Original
            : interaction.FollowUps.Append(interaction.Original).FirstOrDefault(one => one?.Id.ToString() == request.Path["message"]);
        return found is { Deleted: false } ? found : throw ApiException.NotFound(ErrorCode.UnknownMessage, "Message");
    }

    private RestResult Get(RestRequest request) => RestResult.Ok(MessageJson.Write(Named(Find(request), request), world));

    /// <summary>The first follow-up to a deferred answer takes the place of the "thinking" message, as it does on Discord.</summary>
    private RestResult FollowUp(RestRequest request)
    {
        var interaction = Find(request);
        var errors = new FormErrors();
        var form = MessageCheck.Read(request.Form, request.Files, errors);
        errors.ThrowIfAny();
        if (form.IsEmpty) throw new ApiException(400, ErrorCode.EmptyMessage, "Cannot send an empty message");
        if (interaction is { State: InteractionState.Deferred, Original: { Deleted: false } waiting } && waiting.Flags.HasFlag(MessageFlags.Loading))
        {
            Answer(interaction, waiting, form);
            return RestResult.Ok(MessageJson.Write(waiting, world));
        }

        var sent = _board.Post(interaction.Channel, world.Bot, form, interaction);
        interaction.FollowUps.Add(sent);
        return RestResult.Ok(MessageJson.Write(sent, world));
    }

    private RestResult Edit(RestRequest request)
    {
        var interaction = Find(request);
        var message = Named(interaction, request);
        var errors = new FormErrors();
        var form = MessageCheck.Read(request.Form, request.Files, errors);
        errors.ThrowIfAny();
        MessageRoutes.RequireSomethingLeft(message, form);
        Answer(interaction, message, form);
        return RestResult.Ok(MessageJson.Write(message, world));
    }

    private void Answer(Interaction interaction, Message message, MessageForm form)
    {
        _board.Edit(message, form);
        if (message == interaction.Original) interaction.State = InteractionState.Answered;
    }

    private RestResult Delete(RestRequest request)
    {
        _board.Delete(Named(Find(request), request));
        return RestResult.Nothing;
    }
}
