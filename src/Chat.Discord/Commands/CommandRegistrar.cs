using Microsoft.Extensions.Logging;
using Nightshift.Chat.Discord.Texts;
using Nightshift.Chat.Service;

namespace Nightshift.Chat.Discord.Commands;

/// <summary>Keeps Discord's commands as the table of commands is, also when a playbook comes or goes. Nothing is written where nothing differs.</summary>
internal sealed class CommandRegistrar(IDiscord discord, CommandTable table, Translations texts, DiscordChannelOptions options, TimeProvider time, ILogger<CommandRegistrar> logger)
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);
    private IReadOnlyList<DiscordCommand>? _registered;
    private IReadOnlyList<string> _told = [];

    /// <summary>As of the last look at the table.</summary>
    public CommandTree Tree { get; private set; } = CommandTree.Empty;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var wait = Beat;
            try
            {
                await LookAsync(cancellationToken);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                logger.CommandsNotRegistered(failure);
                wait = AfterFailure;
            }

            await Task.Delay(wait, time, cancellationToken);
        }
    }

    /// <summary>The tree as the table is now, without registering it.</summary>
    public async Task<CommandTree> ReadAsync(CancellationToken cancellationToken)
    {
        var commands = await table.AllAsync(cancellationToken);
        var tree = new CommandTreeBuilder(new OptionBuilder(texts)).Build(commands.Where(command => command.MissingKind is null));
        if (!_told.SequenceEqual(tree.Faults))
        {
            foreach (var fault in tree.Faults.Except(_told)) logger.CommandFault(fault);
            _told = tree.Faults;
        }

        return Tree = tree;
    }

    /// <summary>Looks once, and registers when Discord has something else.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var wanted = (await ReadAsync(cancellationToken)).Commands;
        if (_registered?.SequenceEqual(wanted) is true) return;
        Snowflake? guild = options.AreCommandsGlobal ? null : options.Guild;
        var present = (await discord.GetCommandsAsync(guild, cancellationToken)).OrderBy(command => command.Name, StringComparer.Ordinal);
        if (!present.SequenceEqual(wanted))
        {
            await discord.SetCommandsAsync(guild, wanted, cancellationToken);
            logger.CommandsRegistered(wanted.Count);
        }

        _registered = wanted;
    }
}
