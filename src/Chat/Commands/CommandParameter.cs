namespace Nightshift.Chat.Commands;

/// <summary>One thing that can follow a command's words, for channels that ask for each in a field of its own.</summary>
/// <param name="Name">As people know it: small letters, digits and dashes.</param>
/// <param name="Help">What it is for, in a few words; never empty.</param>
public sealed record CommandParameter(string Name, string Help, ParameterForm Form = ParameterForm.Positional)
{
    public ParameterType Type { get; init; } = ParameterType.Text;

    public bool IsRequired { get; init; }

    /// <summary>Whether the command can tell what could be written for it.</summary>
    public bool IsCompleted { get; init; }

    /// <summary>All that can be written for it; empty where that is not a short list.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    internal static CommandParameter Cluster { get; } = new("cluster", "which cluster; all when none is named") { IsCompleted = true };

    internal static CommandParameter On { get; } = new("on", "which cluster, where there are several", ParameterForm.Named) { IsCompleted = true };

    internal static CommandParameter Run { get; } = new("run", "the number of the run") { IsRequired = true, IsCompleted = true };
}

/// <summary>How a parameter is written on the command's line. Parameters stand there in the order in which they are declared.</summary>
public enum ParameterForm
{
    /// <summary>The value alone.</summary>
    Positional,

    /// <summary><c>--name=value</c></summary>
    Named,

    /// <summary><c>--name</c>, or nothing.</summary>
    Flag,

    /// <summary>The name alone, or nothing: <c>now</c>.</summary>
    Word,

    /// <summary>Words of a command, as typed.</summary>
    Line,
}

public enum ParameterType
{
    Text,
    Integer,
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Switch,
}
