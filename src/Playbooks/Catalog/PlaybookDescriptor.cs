namespace Nightshift.Playbooks;

/// <summary>What a playbook says about itself, read from its symbols without running it.</summary>
/// <param name="Path">Of the main source file, relative to the folder of playbooks: <c>openmldb/upgrade-tablet.csx</c>.</param>
/// <param name="Command">Its words, joined by one space: <c>upgrade tablet</c>.</param>
/// <param name="Kind">The kind of cluster that it is for; the first folder of its path.</param>
public sealed record PlaybookDescriptor(string Path, string Command, string Summary, string Kind, IReadOnlyList<PlaybookOption> Options)
{
    /// <summary>The command's shape in one line: <c>/upgrade tablet &lt;endpoint&gt; &lt;version&gt; [--allow-single-replica] [--mon]</c>.</summary>
    public string Usage => string.Join(' ', [$"/{Command}", .. Options.Select(Shape)]);

    private static string Shape(PlaybookOption option) => option switch
    {
        { Type: OptionType.Switch } => $"[--{option.Name}]",
        { Required: true } => $"<{option.Name}>",
        _ => $"[--{option.Name} …]",
    };
}
