namespace Nightshift.Runs;

/// <summary>One cell of the table: what a trigger does to a run in one state.</summary>
/// <param name="Sentence">What happens; or why not, to be read after the state's own sentence.</param>
/// <param name="To">The states that it may lead to; none when it is refused or has no effect.</param>
/// <param name="Only">What must be the case beyond the state, so that it is taken.</param>
internal sealed record Transition(string Sentence, IReadOnlyList<RunState> To, string? Only = null)
{
    /// <summary>False: a command is refused, and what the engine meets has no effect.</summary>
    public bool Taken => To.Count > 0;
}
