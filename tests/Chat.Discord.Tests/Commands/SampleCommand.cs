using Nightshift.Chat.Commands;
using Nightshift.Chat.Replies;

namespace Nightshift.Chat.Discord.Tests.Commands;

/// <summary>A command of any words and parameters, which tells what it was given.</summary>
internal sealed class SampleCommand(string words, string summary, params CommandParameter[] parameters) : ChatCommand
{
    public override string Words => words;

    public override string Summary => summary;

    public override IReadOnlyList<CommandParameter> Parameters => parameters;

    public override Task<Reply> HandleAsync(Invocation invocation, CancellationToken cancellationToken) =>
        Task.FromResult<Reply>(new Reply.Text(string.Join('|', invocation.Arguments)));
}
