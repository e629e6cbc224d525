namespace Nightshift.Hosts;

/// <summary>A command as the kernel gets it: an argument list, never a line for a shell.</summary>
public sealed record HostCommand
{
    public const int DefaultMaxOutput = 1024 * 1024;

    /// <param name="arguments">The program (a path, or a name found in the host's PATH) and its arguments. Sent as UTF-8.</param>
    /// <exception cref="ArgumentException">No program, one that begins with a dash, or a NUL or lone surrogate anywhere.</exception>
    public HostCommand(params IReadOnlyList<string> arguments) => Arguments = CommandRules.Arguments(arguments);

    public IReadOnlyList<string> Arguments { get; }

    /// <summary>Absolute; null: the login's home directory.</summary>
    public string? WorkingDirectory { get; init => field = value is null ? null : CommandRules.Path(value); }

    /// <summary>Added to what a login has on the host. Names as in C.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init => field = CommandRules.Environment(value); } =
        new Dictionary<string, string>();

    /// <summary>What the command reads; null: nothing, /dev/null.</summary>
    public ReadOnlyMemory<byte>? Stdin { get; init; }

    /// <summary>From the start of the call, connecting included.</summary>
    public TimeSpan Timeout { get; init => field = CommandRules.Positive(value); } = TimeSpan.FromSeconds(60);

    /// <summary>Bytes kept of each of stdout and stderr; more is counted, dropped and flagged.</summary>
    public int MaxOutput { get; init => field = CommandRules.NotNegative(value); } = DefaultMaxOutput;

    /// <summary>For people and logs: the arguments, quoted where needed. Not meant to be run.</summary>
    public override string ToString() => string.Join(' ', Arguments.Select(ShellWords.ForPeople));
}
