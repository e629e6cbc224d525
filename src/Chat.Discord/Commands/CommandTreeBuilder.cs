using Nightshift.Chat.Commands;

namespace Nightshift.Chat.Discord.Commands;

/// <summary>
/// The table of commands as Discord's: the first word is a command, the second a sub-command or a group, the third a sub-command. What does not fit Discord's limits is
/// shortened by rule, and what cannot be is left out and told; it can still be given on the page. Source: Discord's API reference, "Application commands".
/// </summary>
internal sealed class CommandTreeBuilder(OptionBuilder options)
{
    private const int MostCommands = 100;
    private const int MostChildren = 25;
    private readonly Dictionary<string, CommandEntry> _entries = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];

    /// <param name="commands">Those that can be given.</param>
    public CommandTree Build(IEnumerable<ChatCommand> commands)
    {
        var named = commands.OrderBy(command => command.Words, StringComparer.Ordinal).Where(Take).ToList();
        var built = named.GroupBy(command => Path(command)[0]).Select(Command).OfType<DiscordCommand>().OrderBy(command => command.Name, StringComparer.Ordinal).ToList();
        foreach (var surplus in built.Skip(MostCommands)) Leave(surplus.Name, $"there are more than {MostCommands} commands");
        return new CommandTree([.. built.Take(MostCommands)], _entries, _faults);
    }

    private static string[] Path(ChatCommand command) => [.. command.Words.Split(' ').Select(CommandNames.Of)];

    /// <summary>Of several that would have the same name, or of which one begins like another ends, the first stands.</summary>
    private bool Take(ChatCommand command)
    {
        var path = string.Join(' ', Path(command));
        var other = _entries.FirstOrDefault(entry => entry.Key == path || path.StartsWith(entry.Key + " ", StringComparison.Ordinal) || entry.Key.StartsWith(path + " ", StringComparison.Ordinal)).Value;
        var fault = Path(command) switch
        {
            { Length: > 3 } => "it has more than three words",
            var names when names.Any(name => name.Length == 0) => "a word of it has no letter that Discord takes",
            _ when other is not null => $"it collides with /{other.Command.Words}",
            _ => null,
        };
        if (fault is not null) _faults.Add($"/{command.Words}: {fault}");
        else _entries[path] = OptionBuilder.Entry(command);
        return fault is null;
    }

    private DiscordCommand? Command(IGrouping<string, ChatCommand> group)
    {
        foreach (var most in (int[])[CommandNames.LongestDescription, 60, 30, 10])
        {
            var command = Command(group.Key, [.. group], most);
            if (CommandSize.Of(command) <= CommandSize.Most) return command;
        }

        Leave(group.Key, $"its texts have more than {CommandSize.Most} characters");
        return null;
    }

    private DiscordCommand Command(string name, IReadOnlyList<ChatCommand> commands, int most) => commands is [var only] && Path(only).Length == 1
        ? new DiscordCommand(name, options.Descriptions(only.Summary, only.Words, most), options.Of(_entries[name], most))
        : new DiscordCommand(name, Overview(commands, 1, most), Children(commands, 1, most));

    private IReadOnlyList<DiscordOption> Children(IReadOnlyList<ChatCommand> commands, int depth, int most)
    {
        var children = commands.GroupBy(command => Path(command)[depth]).ToList();
        foreach (var surplus in children.Skip(MostChildren).SelectMany(child => child)) Leave(string.Join(' ', Path(surplus)), $"more than {MostChildren} commands begin so");
        return [.. children.Take(MostChildren).Select(child => Child(child.Key, [.. child], depth, most))];
    }

    private DiscordOption Child(string name, IReadOnlyList<ChatCommand> commands, int depth, int most) => commands is [var only] && Path(only).Length == depth + 1
        ? new DiscordOption(DiscordOptionType.SubCommand, name, options.Descriptions(only.Summary, only.Words, most), false, options.Of(_entries[string.Join(' ', Path(only))], most))
        : new DiscordOption(DiscordOptionType.SubCommandGroup, name, Overview(commands, depth + 1, most), false, Children(commands, depth + 1, most));

    /// <summary>Nobody can give these; what follows tells what they are.</summary>
    private static Dictionary<string, string> Overview(IReadOnlyList<ChatCommand> commands, int depth, int most) =>
        new() { [""] = CommandNames.Description(string.Join(", ", commands.Select(command => Path(command)[depth]).Distinct()), most) };

    private void Leave(string path, string why)
    {
        foreach (var left in _entries.Keys.Where(key => key == path || key.StartsWith(path + " ", StringComparison.Ordinal)).ToList())
        {
            _faults.Add($"/{_entries[left].Command.Words}: {why}");
            _entries.Remove(left);
        }
    }
}
