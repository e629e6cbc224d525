using Nightshift.Chat.Commands;

namespace Nightshift.Chat.Discord.Commands;

/// <summary>The commands as Discord has them, and how to find back from there.</summary>
/// <param name="Commands">By name.</param>
/// <param name="Entries">By the names of command, group and sub-command, joined by blanks.</param>
/// <param name="Faults">What could not be registered as declared, each a sentence.</param>
internal sealed record CommandTree(IReadOnlyList<DiscordCommand> Commands, IReadOnlyDictionary<string, CommandEntry> Entries, IReadOnlyList<string> Faults)
{
    public static CommandTree Empty { get; } = new([], new Dictionary<string, CommandEntry>(), []);

    public CommandEntry? Find(IReadOnlyList<string> names) => Entries.GetValueOrDefault(string.Join(' ', names));
}

/// <param name="Options">Parameters by the name that they have on Discord.</param>
internal sealed record CommandEntry(ChatCommand Command, IReadOnlyDictionary<string, CommandParameter> Options);
