namespace Nightshift.Chat.Discord.Commands;

/// <summary>The characters of a command that Discord counts: names, descriptions and values; of translations the longest. Source: Discord's API reference, "Application commands".</summary>
internal static class CommandSize
{
    public const int Most = 8_000;

    public static int Of(DiscordCommand command) => command.Name.Length + Longest(command.Descriptions) + command.Options.Sum(Of);

    private static int Of(DiscordOption option) => option.Name.Length + Longest(option.Descriptions) + option.Options.Sum(Of) + option.Choices.Sum(choice => choice.Name.Length + choice.Value.Length);

    private static int Longest(IReadOnlyDictionary<string, string> texts) => texts.Values.Max(text => text.Length);
}
