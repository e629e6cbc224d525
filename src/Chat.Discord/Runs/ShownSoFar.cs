using Nightshift.Chat.Discord.Outbox;

namespace Nightshift.Chat.Discord.Runs;

/// <summary>What is in the outbox of a run, as far as it matters for what comes next.</summary>
/// <param name="Entries">By name: all but what was told of steps; of that, the last.</param>
/// <param name="Told">The keys of what was told of steps.</param>
/// <param name="HasOpenDetails">Whether some of that has still to be sent.</param>
internal sealed record ShownSoFar(IReadOnlyDictionary<string, OutboxEntry> Entries, IReadOnlySet<string> Told, bool HasOpenDetails);
