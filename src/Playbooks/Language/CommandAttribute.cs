namespace Nightshift.Playbooks;

/// <summary>Marks the record of a playbook's options and names its command.</summary>
/// <param name="words">One to three lower-case words: <c>upgrade tablet</c>.</param>
/// <param name="summary">One sentence for the list of commands, without a full stop.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class CommandAttribute(string words, string summary) : Attribute
{
    public string Words { get; } = words;

    public string Summary { get; } = summary;
}
