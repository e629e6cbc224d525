using Nightshift.Chat.Discord.Protocol;
using Nightshift.Chat.Discord.Protocol.Setup;
using Nightshift.Chat.Discord.Protocol.Wire;

namespace Nightshift.Chat.Discord.Tests.Protocol;

public sealed class PermissionsTests
{
    private const ulong View = 1 << 10;
    private const ulong Send = 1 << 11;
    private const ulong Embed = 1 << 14;
    private const ulong Attach = 1 << 15;
    private const ulong History = 1 << 16;
    private const ulong React = 1 << 6;
    private const ulong InThreads = 1UL << 38;
    private const ulong Admin = 1 << 3;

    private static readonly Snowflake Everyone = new(1);
    private static readonly Snowflake Ops = new(2);
    private static readonly Snowflake Night = new(3);
    private static readonly Snowflake Bot = new(9);
    private static readonly Snowflake Owner = new(8);
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public void In_NoOverwrites_AddsUpRoles() => Assert.Equal(View | Send | React, Of(View, Send, React));

    [Fact]
    public void In_RolesNotHeld_DoNotCount() => Assert.Equal(View, In(Guild(View, Send, React), new WireMember([]), []));

    [Fact]
    public void In_EverybodysDeny_IsUndoneByARolesAllow() =>
        Assert.Equal(View | Send, Of(View | Send, 0, 0, Role(Everyone, 0, Send), Role(Ops, Send, 0)));

    [Fact]
    public void In_OneRoleDeniesAndAnotherAllows_AllowWins() =>
        Assert.Equal(View | Send, Of(View, 0, 0, Role(Ops, 0, View), Role(Night, View | Send, 0)));

    [Fact]
    public void In_MembersOwnDeny_WinsOverRoles() => Assert.Equal(View, Of(View, Send, 0, Role(Ops, Send, 0), new WireOverwrite(Bot, 1, "0", "2048")));

    [Fact]
    public void In_MembersOwnAllow_WinsOverAll() => Assert.Equal(View | Send, Of(View, 0, 0, Role(Everyone, 0, View | Send), new WireOverwrite(Bot, 1, "3072", "0")));

    [Fact]
    public void In_OverwriteOfARoleNotHeldOrOfSomebodyElse_DoesNotCount() =>
        Assert.Equal(View, Of(View, 0, 0, Role(new Snowflake(44), Send, View), new WireOverwrite(new Snowflake(45), 1, "2048", "1024"), new WireOverwrite(Ops, 1, "0", "1024")));

    [Fact]
    public void In_NoView_LeavesNothing() => Assert.Equal(0UL, Of(View | Send | History, 0, 0, Role(Everyone, 0, View)));

    [Fact]
    public void In_NoSend_LeavesNoEmbedsAndFiles() => Assert.Equal(View | React, Of(View | React | Embed | Attach, 0, 0));

    [Fact]
    public void In_Administrator_OverwritesDoNotCount() => Assert.Equal(ulong.MaxValue, Of(Admin, 0, 0, Role(Everyone, 0, View | Send)));

    [Fact]
    public void In_AdministratorByOverwrite_IsNone() => Assert.Equal(View | Admin, Of(View, 0, 0, Role(Ops, Admin, 0)));

    [Fact]
    public void In_Owner_MayAll() =>
        Assert.Equal(ulong.MaxValue, Permissions.In(Guild(0, 0, 0), Channel([Role(Everyone, 0, View)]), false, Owner, new WireMember([]), Now));

    [Theory]
    [InlineData(View | Send | Embed, View)]
    [InlineData(View | InThreads | Embed, View | InThreads | Send | Embed)]
    [InlineData(View | Send | InThreads, View | Send | InThreads)]
    public void In_Thread_SendingIsItsOwnPermission(ulong everyone, ulong expected) =>
        Assert.Equal(expected, Permissions.In(Guild(everyone, 0, 0), Channel([]), isThread: true, Bot, new WireMember([]), Now));

    [Theory]
    [InlineData(1, View | History)]
    [InlineData(-1, View | History | Send)]
    public void In_TimedOut_MayLookOnly(int minutes, ulong expected) =>
        Assert.Equal(expected, In(Guild(View | History | Send, 0, 0), new WireMember([], null, Now.AddMinutes(minutes)), []));

    [Fact]
    public void In_PermissionsThatAreNoNumber_AreNotTakenForNone() => Assert.Throws<DiscordUnreachableException>(() => Of(View, 0, 0, new WireOverwrite(Everyone, 0, "0", "-1")));

    [Fact]
    public void InviteLink_Guild_HasExactlyTheScopesAndPermissions() => Assert.Equal(
        "https://discord.com/oauth2/authorize?client_id=42&scope=bot%20applications.commands&permissions=309237763136&guild_id=7&disable_guild_select=true",
        InviteLink.For(new Snowflake(42), new Snowflake(7)).AbsoluteUri);

    [Fact]
    public void Names_All_AreDiscordsOwn() => Assert.Equal(
        "Add Reactions, View Channel, Send Messages, Embed Links, Attach Files, Read Message History, Create Public Threads, Send Messages in Threads",
        PermissionNames.Of(InviteLink.Permissions));

    private static ulong Of(ulong everyone, ulong ops, ulong night, params WireOverwrite[] overwrites) =>
        In(Guild(everyone, ops, night), new WireMember([Ops, Night]), overwrites);

    private static ulong In(WireGuild guild, WireMember member, WireOverwrite[] overwrites) => Permissions.In(guild, Channel(overwrites), false, Bot, member, Now);

    private static WireGuild Guild(ulong everyone, ulong ops, ulong night) =>
        new(Everyone, "g", Owner, [new(Everyone, "@everyone", $"{everyone}"), new(Ops, "ops", $"{ops}"), new(Night, "night", $"{night}")]);

    private static WireChannel Channel(WireOverwrite[] overwrites) => new(new Snowflake(5), 0, Everyone, null, "c", overwrites);

    private static WireOverwrite Role(Snowflake role, ulong allow, ulong deny) => new(role, 0, $"{allow}", $"{deny}");
}
