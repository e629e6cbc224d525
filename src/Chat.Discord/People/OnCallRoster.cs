using System.Globalization;
using Nightshift.Chat.Rendering;
using Nightshift.Chat.Discord.Texts;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.People;

/// <summary>Who is due to be called for a run, as messages that mention exactly them.</summary>
internal sealed class OnCallRoster(DiscordChannelOptions options, AccountBook accounts)
{
    private const int Longest = 1_900;

    /// <summary>The entries whose time has come.</summary>
    public IReadOnlyList<(int Place, OnCallEntry Entry)> Due(RunView run, Waiting waiting, DateTimeOffset now) => [.. options.OnCall
        .Select((entry, place) => (place, entry))
        .Where(due => now - waiting.Since >= due.entry.After)

        // Nobody approves what they asked for.
        .Where(due => !waiting.ForApproval || due.entry.Person != run.Summary.RequestedBy)];

    /// <summary>Null when the one who is due has no account.</summary>
    public async Task<DiscordMessage?> CallAsync(RunView run, Waiting waiting, int place, OnCallEntry entry, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var account = entry.Person is { } person ? await accounts.AccountOfAsync(person, cancellationToken) : null;
        var mention = account is { } user ? $"<@{user}>" : entry.Role is { } role ? $"<@&{role}>" : null;
        if (mention is null) return null;
        var summary = run.Summary;
        var sentence = $"run {summary.Id} on {summary.Cluster} {waiting.What} since {Quantities.Time(waiting.Since)} UTC ({Quantities.Span(now - waiting.Since)}): {summary.Command}";
        return new DiscordMessage($"{mention} {Escaping.Text(sentence, Longest)}")
        {
            MentionedUsers = account is { } mentioned ? [mentioned] : [],
            MentionedRoles = account is null && entry.Role is { } mentionedRole ? [mentionedRole] : [],
            Nonce = string.Create(CultureInfo.InvariantCulture, $"c{summary.Id}.{place}.{waiting.Since.ToUnixTimeSeconds():x}"),
        };
    }
}
