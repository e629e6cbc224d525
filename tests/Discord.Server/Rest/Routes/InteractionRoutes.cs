using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Checks;
using Nightshift.Discord.Server.Interactions;
using Nightshift.Discord.Server.Json;
using Nightshift.Discord.Server.Model;

namespace Nightshift.Discord.Server.Rest.Routes;

/// <summary>The first answer to an interaction (interactions/receiving-and-responding, "interaction callback").</summary>
internal sealed class InteractionRoutes(World world)
{
    private const int Reply = 4, Defer = 5, DeferUpdate = 6, Update = 7, Choices = 8, Modal = 9;

    private readonly MessageBoard _board = new(world);

    public IEnumerable<Route> All() =>
    [
        new("POST", "/interactions/{interaction}/{token}/callback", "interactions.callback", RateLimit.Per(5, 1), Callback)
        {
            Open = true,
            OutsideGlobalLimit = true,
        },
    ];

    private RestResult Callback(RestRequest request)
    {
        var id = request.Id("interaction");
        var known = world.Interactions.Find(id, request.Path["token"]);
        var errors = new FormErrors();
        if (request.Form["type"] is null) errors.Required("type");
        var type = Fields.Int(request.Form, "type", "type", errors) ?? 0;
        if (known is not null && !Allowed(known.Type).Contains(type)) errors.NotOneOf("type", string.Join(", ", Allowed(known.Type)));
        var data = Fields.Object(request.Form, "data", "data", errors) ?? [];
        var form = type is Reply or Update or Defer ? MessageCheck.Read(data, request.Files, errors, "data.") : null;
        if (type == Choices) CheckChoices(data, known, errors);
        if (type == Modal) CheckModal(data, errors);
        errors.ThrowIfAny();
        if (type == Reply && form!.IsEmpty) throw new ApiException(400, ErrorCode.EmptyMessage, "Cannot send an empty message");
        if (type == Update && known?.Source is { } pressed) MessageRoutes.RequireSomethingLeft(pressed, form!);

        var interaction = world.Interactions.Acknowledge(id, request.Path["token"], type);
        Apply(interaction, type, form, data);
        return request.Truth("with_response") ? RestResult.Ok(Written(interaction, type)) : RestResult.Nothing;
    }

    private static int[] Allowed(InteractionType type) => type switch
    {
        InteractionType.Autocomplete => [Choices],
        InteractionType.Component => [Reply, Defer, DeferUpdate, Update, Modal],
        InteractionType.Modal => [Reply, Defer, DeferUpdate, Update],
        _ => [Reply, Defer, Modal],
    };

    private static void CheckChoices(JsonObject data, Interaction? interaction, FormErrors errors)
    {
        if (data["choices"] is null) errors.Required("data.choices");
        var choices = Fields.Objects(data, "choices", "data.choices", errors);
        if (choices.Count > 25) errors.TooLong("data.choices", 25);
        OptionCheck.Choices(choices, interaction?.Focused ?? OptionType.String, errors);
    }

    private static void CheckModal(JsonObject data, FormErrors errors)
    {
        Fields.Text(data, "custom_id", "data.custom_id", errors, 1, 100, required: true);
        Fields.Text(data, "title", "data.title", errors, 1, 45, required: true);
        if (data["components"] is not JsonArray { Count: >= 1 and <= 5 }) errors.BadLength("data.components", 1, 5);
    }

    private void Apply(Interaction interaction, int type, MessageForm? form, JsonObject data)
    {
        switch (type)
        {
            case Reply:
                interaction.Original = _board.Post(interaction.Channel, world.Bot, form!, interaction);
                break;
            case Defer:
                var empty = new MessageForm("", null, null, null, form!.Flags & MessageFlags.Ephemeral, null, []);
                interaction.Original = _board.Post(interaction.Channel, world.Bot, empty, interaction, MessageFlags.Loading);
                break;
            case DeferUpdate:
                interaction.Original = interaction.Source;
                break;
            case Update:
                interaction.Original = interaction.Source;
                _board.Edit(interaction.Source!, form!);
                break;
            case Choices:
                interaction.Choices = (JsonArray)data["choices"]!.DeepClone();
                break;
            default:
                interaction.Modal = (JsonObject)data.DeepClone();
                break;
        }
    }

    private JsonObject Written(Interaction interaction, int type)
    {
        var json = new JsonObject { ["id"] = interaction.Id.ToString(), ["type"] = (int)interaction.Type };
        var resource = new JsonObject { ["type"] = type };
        if (type is Reply or Defer or Update && interaction.Original is { } message)
        {
            json["response_message_id"] = message.Id.ToString();
            json["response_message_loading"] = message.Flags.HasFlag(MessageFlags.Loading);
            json["response_message_ephemeral"] = message.Ephemeral;
            resource["message"] = MessageJson.Write(message, world);
        }

        return new JsonObject { ["interaction"] = json, ["resource"] = resource };
    }
}
