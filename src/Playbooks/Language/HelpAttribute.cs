namespace Nightshift.Playbooks;

/// <summary>What an option is for, in a few words, for help and completion.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HelpAttribute(string text) : Attribute
{
    public string Text { get; } = text;
}
