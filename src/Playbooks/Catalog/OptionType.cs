namespace Nightshift.Playbooks;

/// <summary>What can be written for an option.</summary>
public enum OptionType
{
    Text,

    /// <summary><c>bool</c>: present or not.</summary>
    Switch,

    /// <summary><c>int</c></summary>
    Integer,

    /// <summary><c>long</c></summary>
    LongInteger,

    /// <summary><c>double</c>, with a decimal point.</summary>
    Number,

    /// <summary><c>TimeSpan</c>: <c>90s</c>, <c>10m</c>, <c>1h30m</c>.</summary>
    Duration,

    /// <summary>One of <see cref="PlaybookOption.Choices"/>.</summary>
    Choice,

    /// <summary><c>Nodes&lt;T&gt;</c>: <c>all</c>, or endpoints joined by commas.</summary>
    Nodes,

    /// <summary>The name of a release of the cluster.</summary>
    Release,
}
