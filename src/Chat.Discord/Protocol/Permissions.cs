using System.Globalization;
using Nightshift.Chat.Discord.Protocol.Wire;

namespace Nightshift.Chat.Discord.Protocol;

/// <summary>What a member may do in a channel. Source: Discord's API reference, "Permission overwrites", "Implicit permissions" and "Inherited permissions".</summary>
internal static class Permissions
{
    public const ulong All = ulong.MaxValue;
    public const ulong Administrator = 1UL << 3;

    private const ulong View = (ulong)DiscordPermissions.ViewChannel;
    private const ulong Send = (ulong)DiscordPermissions.SendMessages;
    private const ulong SendInThreads = (ulong)DiscordPermissions.SendMessagesInThreads;
    private const ulong ReadHistory = (ulong)DiscordPermissions.ReadMessageHistory;
    private const ulong NeedSend = (ulong)(DiscordPermissions.EmbedLinks | DiscordPermissions.AttachFiles);

    /// <param name="channel">Of a thread: the channel that it is in, for that has the overwrites.</param>
    /// <param name="isThread">Whether it is a thread of the channel that is asked about.</param>
    public static ulong In(WireGuild guild, WireChannel channel, bool isThread, Snowflake user, WireMember member, DateTimeOffset now)
    {
        var inGuild = InGuild(guild, user, member);
        if (inGuild == All) return All;
        var allowed = Overwritten(inGuild, guild, channel, user, member);
        if (isThread) allowed = (allowed & SendInThreads) != 0 ? allowed | Send : allowed & ~Send;
        if ((allowed & View) == 0) return 0;
        if ((allowed & Send) == 0) allowed &= ~NeedSend;
        return member.CommunicationDisabledUntil > now ? allowed & (View | ReadHistory) : allowed;
    }

    private static ulong InGuild(WireGuild guild, Snowflake user, WireMember member)
    {
        if (guild.OwnerId == user) return All;
        var allowed = 0UL;
        foreach (var role in guild.Roles)
        {
            // the role of everybody has the guild's id
            if (role.Id == guild.Id || member.Roles.Contains(role.Id)) allowed |= Bits(role.Permissions);
        }
        return (allowed & Administrator) != 0 ? All : allowed;
    }

    private static ulong Overwritten(ulong allowed, WireGuild guild, WireChannel channel, Snowflake user, WireMember member)
    {
        var overwrites = channel.PermissionOverwrites ?? [];
        allowed = Apply(allowed, overwrites.Where(overwrite => overwrite.Type == 0 && overwrite.Id == guild.Id));
        allowed = Apply(allowed, overwrites.Where(overwrite => overwrite.Type == 0 && overwrite.Id != guild.Id && member.Roles.Contains(overwrite.Id)));
        return Apply(allowed, overwrites.Where(overwrite => overwrite.Type == 1 && overwrite.Id == user));
    }

    private static ulong Apply(ulong allowed, IEnumerable<WireOverwrite> overwrites)
    {
        var (allow, deny) = (0UL, 0UL);
        foreach (var overwrite in overwrites) (allow, deny) = (allow | Bits(overwrite.Allow), deny | Bits(overwrite.Deny));
        return (allowed & ~deny) | allow;
    }

    private static ulong Bits(string digits) => ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var bits)
        ? bits
        : throw new DiscordUnreachableException("Discord's answer holds permissions that are no number of 64 bits");
}
