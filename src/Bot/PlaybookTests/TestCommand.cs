using Nightshift.Chat.Grammar;
using Nightshift.Clusters;
using Nightshift.Playbooks;
using Nightshift.Runs;

namespace Nightshift.Bot.PlaybookTests;

/// <summary>The command of a playbook under test; one that names a release names another each time, so that every run has something to do.</summary>
internal sealed class TestCommand
{
    private readonly Playbook _playbook;
    private readonly IReadOnlyList<string> _arguments;

    private TestCommand(Playbook playbook, IReadOnlyList<string> arguments) => (_playbook, _arguments) = (playbook, arguments);

    /// <param name="text">As typed in chat; null makes one up: all nodes, and the cluster's releases by turns.</param>
    /// <param name="endpoints">Of the box's processes by their names, which a command may call them by: nobody knows the endpoints before the box is up.</param>
    /// <exception cref="FormatException">It is no command of the playbook, or none can be made up.</exception>
    public static TestCommand Of(Playbook playbook, string? text, IReadOnlyList<Release> releases, IReadOnlyDictionary<string, string> endpoints)
    {
        if (text is null) return new TestCommand(playbook, MadeUp(playbook, releases));
        if (!CommandTextParser.TryParse(text, out var command, out var fault)) throw new FormatException($"--command: {fault}");
        var words = playbook.Descriptor.Command.Split(' ');
        return command.Tokens.Take(words.Length).SequenceEqual(words)
            ? new TestCommand(playbook, [.. command.Tokens.Skip(words.Length).Select(argument => WithEndpoints(argument, endpoints))])
            : throw new FormatException($"--command: the playbook's command is {playbook.Descriptor.Usage}");
    }

    /// <summary>Whether it has an option for a release.</summary>
    public bool NamesRelease => _playbook.Descriptor.Options.Any(option => option.Type == OptionType.Release);

    /// <summary>The request for the command with this release wherever it names one.</summary>
    /// <exception cref="FormatException">The options do not bind; every reason.</exception>
    public async Task<RunRequest> RequestAsync(ICluster cluster, Release release, CancellationToken cancellationToken)
    {
        var arguments = _arguments.Select(argument => cluster.Releases.Aggregate(argument, (text, known) => Replace(text, known.Name, release.Name))).ToList();
        var bound = await PlaybookBinder.BindAsync(_playbook.Descriptor, arguments, cluster, cancellationToken);
        if (bound.Options is null) throw new FormatException(string.Join('\n', bound.Faults));
        return new RunRequest(
            cluster.Name, $"/{string.Join(' ', [_playbook.Descriptor.Command, .. arguments])}", _playbook.Descriptor.Path, bound.Options, _playbook.Sources, new PersonId("operator"), "test");
    }

    private static List<string> MadeUp(Playbook playbook, IReadOnlyList<Release> releases)
    {
        var arguments = new List<string>();
        foreach (var option in playbook.Descriptor.Options.Where(option => option.Required))
        {
            var value = option.Type switch
            {
                OptionType.Nodes => "all",
                OptionType.Release => releases[0].Name,
                _ => throw new FormatException($"<{option.Name}> has no value that could be made up; give --command \"{playbook.Descriptor.Usage}\""),
            };
            arguments.AddRange([$"--{option.Name}", value]);
        }

        return arguments;
    }

    private static string WithEndpoints(string argument, IReadOnlyDictionary<string, string> endpoints)
    {
        var value = argument.StartsWith("--", StringComparison.Ordinal) ? argument.IndexOf('=', StringComparison.Ordinal) + 1 : 0;
        return value == 0 && argument.StartsWith("--", StringComparison.Ordinal)
            ? argument
            : argument[..value] + string.Join(',', argument[value..].Split(',').Select(name => endpoints.GetValueOrDefault(name, name)));
    }

    private static string Replace(string argument, string known, string wanted) =>
        argument == known ? wanted
        : argument.StartsWith("--", StringComparison.Ordinal) && argument.EndsWith("=" + known, StringComparison.Ordinal) ? argument[..^known.Length] + wanted
        : argument;
}
