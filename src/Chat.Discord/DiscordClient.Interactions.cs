using Nightshift.Chat.Discord.Mapping;
using Nightshift.Chat.Discord.Protocol.Wire;

namespace Nightshift.Chat.Discord;

public sealed partial class DiscordClient
{
    private const int AnswerWillCome = 5;
    private const int NothingWillBeSeen = 6;
    private const int MayBeChosen = 8;

    public Task DeferAsync(DiscordInteraction interaction, bool isPrivate, CancellationToken cancellationToken) => _api.AcknowledgeAsync(
        interaction.Id,
        interaction.Token,
        interaction.Kind switch
        {
            DiscordInteractionKind.Completion => throw new ArgumentException("a completion is answered at once, not later", nameof(interaction)),
            DiscordInteractionKind.Button when !isPrivate => new WireCallback(NothingWillBeSeen),
            _ => new WireCallback(AnswerWillCome, isPrivate ? new WireCallbackData(MessageMap.Ephemeral) : null),
        },
        cancellationToken);

    public Task SuggestAsync(DiscordInteraction interaction, IReadOnlyList<DiscordChoice> choices, CancellationToken cancellationToken) => _api.AcknowledgeAsync(
        interaction.Id,
        interaction.Token,
        new WireCallback(MayBeChosen, new WireCallbackData(Choices: [.. choices.Select(choice => CommandMap.To(choice, DiscordOptionType.Text))])),
        cancellationToken);

    public async Task AnswerAsync(DiscordInteraction interaction, DiscordMessage answer, CancellationToken cancellationToken)
    {
        var self = await SelfAsync(cancellationToken);
        await _api.EditAnswerAsync(self.Application, interaction.Token, MessageMap.Whole(answer), answer.Files, cancellationToken);
    }

    public async Task FollowUpAsync(DiscordInteraction interaction, DiscordMessage answer, bool isPrivate, CancellationToken cancellationToken)
    {
        var self = await SelfAsync(cancellationToken);
        await _api.FollowUpAsync(self.Application, interaction.Token, MessageMap.New(answer, nonce: null, isPrivate), answer.Files, cancellationToken);
    }
}
