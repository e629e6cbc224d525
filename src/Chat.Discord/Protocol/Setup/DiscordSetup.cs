using Microsoft.Extensions.Logging;
using Nightshift.Chat.Discord.Protocol.Rest;
using Nightshift.Chat.Discord.Protocol.Wire;

namespace Nightshift.Chat.Discord.Protocol.Setup;

/// <summary>Looks whether the bot can do its work: only reads, and starts no session with the gateway.</summary>
public sealed partial class DiscordSetup : IDisposable
{
    private readonly RestSender _sender;
    private readonly RestApi _api;
    private readonly TimeProvider _time;
    private readonly List<DiscordFinding> _findings = [];

    public DiscordSetup(DiscordClientOptions options, TimeProvider time, Random random, ILogger<DiscordSetup> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(options.Token, nameof(options));
        _sender = new RestSender(options.ForRest(), time, new Jitter(random), logger);
        (_api, _time) = (new RestApi(_sender), time);
    }

    /// <param name="application">That the configuration expects; null when it expects none.</param>
    /// <param name="channels">In which the bot is to speak.</param>
    /// <param name="roles">On which it counts.</param>
    /// <returns>Empty: nothing is missing.</returns>
    public async Task<IReadOnlyList<DiscordFinding>> CheckAsync(
        Snowflake? application, Snowflake guild, IReadOnlyList<Snowflake> channels, DiscordRoleUse roles, CancellationToken cancellationToken)
    {
        _findings.Clear();
        try
        {
            await CheckAllAsync(application, guild, channels, roles, cancellationToken);
        }
        catch (DiscordUnreachableException unreachable)
        {
            Fault($"Discord could not be asked: {unreachable.Message}.", "Look whether this machine may connect to discord.com, port 443, then check again.");
        }
        return [.. _findings];
    }

    public void Dispose() => _sender.Dispose();

    private async Task CheckAllAsync(Snowflake? expected, Snowflake guild, IReadOnlyList<Snowflake> channels, DiscordRoleUse roles, CancellationToken cancellationToken)
    {
        if (await CheckTokenAsync(cancellationToken) is not { } application) return;
        CheckApplication(application, expected);
        await CheckGatewayAsync(cancellationToken);
        if (!await CheckGuildAsync(application, guild, cancellationToken)) return;
        await CheckCommandsAsync(application, guild, cancellationToken);
        var self = await _api.GetSelfAsync(cancellationToken);
        foreach (var channel in channels) await CheckChannelAsync(self, guild, channel, cancellationToken);
        await CheckRolesAsync(self, guild, channels, roles, cancellationToken);
    }

    private void Fault(string sentence, string nextStep) => _findings.Add(new DiscordFinding(true, sentence, nextStep));

    private void Advise(string sentence, string nextStep) => _findings.Add(new DiscordFinding(false, sentence, nextStep));

    private async Task<WireApplication?> CheckTokenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _api.GetApplicationAsync(cancellationToken);
        }
        catch (DiscordRefusedException refusal)
        {
            Fault(
                $"Discord does not accept the token (HTTP {refusal.Status}).",
                "In the developer portal, under Bot, press Reset Token, and give the program the new one.");
            return null;
        }
    }
}
