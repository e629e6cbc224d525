using Nightshift.Chat.People;
using Nightshift.Chat.Service;
using Nightshift.Playbooks;

namespace Nightshift.Chat.Commands;

/// <summary>One command per playbook in the folder, as it is now.</summary>
public sealed class PlaybookCommandSource(PlaybookCatalog catalog, ClusterChoice choice, PeopleDirectory people, Submission submission) : ICommandSource
{
    public async Task<IReadOnlyList<ChatCommand>> CommandsAsync(CancellationToken cancellationToken)
    {
        var playbooks = (await catalog.CurrentAsync(cancellationToken)).Playbooks;
        return [.. playbooks.Select(playbook => new PlaybookCommand(playbook, choice, people, submission))];
    }
}
