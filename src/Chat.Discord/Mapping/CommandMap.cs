using System.Globalization;
using System.Text.Json;
using Nightshift.Chat.Discord.Protocol.Wire;

namespace Nightshift.Chat.Discord.Mapping;

/// <summary>Commands, there and back: what is read equals what was written.</summary>
internal static class CommandMap
{
    public static WireCommand To(DiscordCommand command) =>
        new(command.Name, Default(command.Descriptions), Localized(command.Descriptions), [.. command.Options.Select(To)]);

    public static DiscordCommand From(WireCommand command) => new(
        command.Name, Descriptions(command.Description, command.DescriptionLocalizations), [.. (command.Options ?? []).Select(From)]);

    public static WireChoice To(DiscordChoice choice, DiscordOptionType type) => new(choice.Name, type switch
    {
        DiscordOptionType.Integer => JsonSerializer.SerializeToElement(long.Parse(choice.Value, CultureInfo.InvariantCulture), WireJson.Default.Int64),
        DiscordOptionType.Number => JsonSerializer.SerializeToElement(double.Parse(choice.Value, CultureInfo.InvariantCulture), WireJson.Default.Double),
        _ => JsonSerializer.SerializeToElement(choice.Value, WireJson.Default.String),
    });

    private static WireOption To(DiscordOption option) => new((int)option.Type, option.Name, Default(option.Descriptions), Localized(option.Descriptions))
    {
        Required = option.IsRequired ? true : null,
        Choices = option.Choices.Count == 0 ? null : [.. option.Choices.Select(choice => To(choice, option.Type))],
        Options = option.Options.Count == 0 ? null : [.. option.Options.Select(To)],
        Autocomplete = option.IsCompleted ? true : null,
    };

    private static DiscordOption From(WireOption option) => new(
        (DiscordOptionType)option.Type,
        option.Name,
        Descriptions(option.Description, option.DescriptionLocalizations),
        option.Required ?? false,
        [.. (option.Options ?? []).Select(From)])
    {
        Choices = [.. (option.Choices ?? []).Select(choice => new DiscordChoice(choice.Name, choice.Value.ToString()))],
        IsCompleted = option.Autocomplete ?? false,
    };

    private static string Default(IReadOnlyDictionary<string, string> texts) => texts[""];

    private static Dictionary<string, string>? Localized(IReadOnlyDictionary<string, string> texts) =>
        texts.Count == 1 ? null : texts.Where(text => text.Key.Length > 0).ToDictionary(StringComparer.Ordinal);

    private static Dictionary<string, string> Descriptions(string text, IReadOnlyDictionary<string, string>? localized) =>
        new(localized ?? new Dictionary<string, string>(), StringComparer.Ordinal) { [""] = text };
}
