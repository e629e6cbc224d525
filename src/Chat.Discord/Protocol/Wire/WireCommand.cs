using System.Text.Json;

namespace Nightshift.Chat.Discord.Protocol.Wire;

/// <param name="Type">1: a slash command.</param>
internal sealed record WireCommand(
    string Name,
    string Description,
    IReadOnlyDictionary<string, string>? DescriptionLocalizations = null,
    IReadOnlyList<WireOption>? Options = null,
    int Type = 1);

internal sealed record WireOption(
    int Type,
    string Name,
    string Description,
    IReadOnlyDictionary<string, string>? DescriptionLocalizations = null,
    bool? Required = null,
    IReadOnlyList<WireChoice>? Choices = null,
    IReadOnlyList<WireOption>? Options = null,
    bool? Autocomplete = null);

/// <param name="Value">Text or a number, as the option's type wants it.</param>
internal sealed record WireChoice(string Name, JsonElement Value);
