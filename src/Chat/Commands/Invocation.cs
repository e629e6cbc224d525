using Nightshift.Chat.Grammar;
using Nightshift.Chat.People;

namespace Nightshift.Chat.Commands;

/// <summary>One command given by one person in one channel.</summary>
/// <param name="Channel">For the record and for the report: <c>cli</c>, <c>web:ops</c>.</param>
public sealed record Invocation(Person Person, string Channel, CommandText Command)
{
    /// <summary>The words after the command's own.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
}
