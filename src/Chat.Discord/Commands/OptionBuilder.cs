using Nightshift.Chat.Commands;
using Nightshift.Chat.Discord.Texts;

namespace Nightshift.Chat.Discord.Commands;

/// <summary>A command's parameters as Discord's options, with all texts in both languages.</summary>
internal sealed class OptionBuilder(Translations texts)
{
    private const int Most = 25;

    /// <summary>Parameters whose names fall together, or for which there is no room, are left out: the command can be given without them, or on the page.</summary>
    public static CommandEntry Entry(ChatCommand command)
    {
        var options = new Dictionary<string, CommandParameter>(StringComparer.Ordinal);
        foreach (var parameter in Ordered(command.Parameters))
        {
            if (CommandNames.Of(parameter.Name) is { Length: > 0 } name && options.Count < Most) options.TryAdd(name, parameter);
        }

        return new CommandEntry(command, options);
    }

    /// <param name="most">How long descriptions may be.</param>
    public IReadOnlyList<DiscordOption> Of(CommandEntry entry, int most) => [.. Ordered(entry.Options.Values)
        .Select(parameter => Option(entry.Options.First(option => option.Value == parameter).Key, parameter, most))];

    /// <param name="name">What is described: one blank description would have Discord refuse all commands.</param>
    public IReadOnlyDictionary<string, string> Descriptions(string english, string name, int most)
    {
        if (string.IsNullOrWhiteSpace(english)) return new Dictionary<string, string> { [""] = CommandNames.Description(name, most) };
        var descriptions = new Dictionary<string, string> { [""] = CommandNames.Description(english, most) };
        if (texts.Find(english) is { } chinese && !string.IsNullOrWhiteSpace(chinese)) descriptions[Translations.Chinese] = CommandNames.Description(chinese, most);
        return descriptions;
    }

    /// <summary>Discord wants those that are required before the others.</summary>
    private static IEnumerable<CommandParameter> Ordered(IEnumerable<CommandParameter> parameters) => parameters.OrderByDescending(parameter => parameter.IsRequired);

    private DiscordOption Option(string name, CommandParameter parameter, int most) => new(TypeOf(parameter), name, Descriptions(parameter.Help, name, most), parameter.IsRequired, [])
    {
        IsCompleted = parameter.IsCompleted && parameter.Type == ParameterType.Text,
        Choices = parameter is { IsCompleted: false, Type: ParameterType.Text } ? [.. parameter.Choices.Take(Most).Select(choice => new DiscordChoice(choice, choice))] : [],
    };

    private static DiscordOptionType TypeOf(CommandParameter parameter) => parameter.Type switch
    {
        ParameterType.Text => DiscordOptionType.Text,
        ParameterType.Integer => DiscordOptionType.Integer,
        ParameterType.Number => DiscordOptionType.Number,
        ParameterType.Switch => DiscordOptionType.Switch,
        _ => throw new ArgumentOutOfRangeException(nameof(parameter), parameter.Type, "not a type of parameter"),
    };
}
