using Nightshift.Clusters;
using Nightshift.Playbooks;

namespace Nightshift.Chat.Commands;

/// <summary>What may come next on the line of a playbook's command: a value for the option in hand, or the name of another option.</summary>
internal static class PlaybookCompletion
{
    /// <param name="arguments">What was typed after the command's words; the last may be half a word.</param>
    public static async Task<IReadOnlyList<Completion>> OfAsync(
        PlaybookDescriptor playbook, ICluster cluster, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var typed = arguments.LastOrDefault("");
        var before = arguments.Count < 2 ? "" : arguments[^2];
        if (Named(playbook, before) is { Type: not OptionType.Switch } named) return await ValuesAsync(named, typed, cluster, cancellationToken);
        if (typed.StartsWith('-')) return OptionNames(playbook, arguments, typed);

        var next = NextPositional(playbook, arguments);
        var values = next is null ? [] : await ValuesAsync(next, typed, cluster, cancellationToken);
        return values.Count > 0 || typed.Length > 0 ? values : OptionNames(playbook, arguments, typed);
    }

    private static PlaybookOption? Named(PlaybookDescriptor playbook, string word) =>
        playbook.Options.FirstOrDefault(option => word == $"--{option.Name}");

    /// <summary>The first option by position that is given neither by place nor by name.</summary>
    private static PlaybookOption? NextPositional(PlaybookDescriptor playbook, IReadOnlyList<string> arguments)
    {
        var placed = 0;
        var byName = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < arguments.Count - 1; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
            {
                placed++;
                continue;
            }

            byName.Add(arguments[i].Split('=')[0]);
            if (Named(playbook, arguments[i]) is { Type: not OptionType.Switch }) i++;
        }

        return playbook.Options
            .Where(option => option.Position is not null && !byName.Contains($"--{option.Name}"))
            .OrderBy(option => option.Position)
            .Skip(placed)
            .FirstOrDefault();
    }

    private static async Task<IReadOnlyList<Completion>> ValuesAsync(PlaybookOption option, string typed, ICluster cluster, CancellationToken cancellationToken) =>
        [.. (await PlaybookHelp.CompleteAsync(option, typed, cluster, cancellationToken))
            .Select(value => new Completion(value.Value, value.Note.Length > 0 ? value.Note : option.Help))];

    private static List<Completion> OptionNames(PlaybookDescriptor playbook, IReadOnlyList<string> arguments, string typed) =>
        [.. playbook.Options
            .Where(option => $"--{option.Name}".StartsWith(typed, StringComparison.Ordinal) && !arguments.SkipLast(1).Contains($"--{option.Name}", StringComparer.Ordinal))
            .Select(option => new Completion($"--{option.Name}", option.Help))];
}
