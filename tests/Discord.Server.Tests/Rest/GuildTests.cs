using System.Globalization;
using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Model;
using Nightshift.Discord.Server.Tests.Support;

namespace Nightshift.Discord.Server.Tests.Rest;

public sealed class GuildTests : IAsyncLifetime
{
    private DiscordServer _server = null!;
    private RestClient _rest = null!;

    public async Task InitializeAsync()
    {
        _server = await DiscordServer.StartAsync();
        _rest = RestClient.For(_server);
    }

    public async Task DisposeAsync()
    {
        await _rest.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Member_Roles_AsTheyStandNow()
    {
        var role = _server.AddRole("dba");
        var li = _server.AddPerson("li");
        li.Give(role);

        Assert.Equal(role.Id.ToString(), (await _rest.GetAsync($"guilds/{_server.Guild.Id}/members/{li.Id}")).Json["roles"]![0]!.ToString());
        li.Take(role);
        Assert.Empty((await _rest.GetAsync($"guilds/{_server.Guild.Id}/members/{li.Id}")).Json["roles"]!.AsArray());
        Assert.Equal(10007, (await _rest.GetAsync($"guilds/{_server.Guild.Id}/members/1")).Code);
        Assert.Equal(50001, (await _rest.GetAsync($"guilds/{_server.Guild.Id}/members")).Code);
    }

    [Fact]
    public async Task Guild_Stranger_10004()
    {
        var far = _server.AddGuild("far", withBot: false);

        Assert.Equal(10004, (await _rest.GetAsync($"guilds/{far.Id}")).Code);
        Assert.Equal("Data team", (await _rest.GetAsync($"guilds/{_server.Guild.Id}")).Json["name"]!.ToString());
        Assert.Single((await _rest.GetAsync("users/@me/guilds")).Json.AsArray());
    }

    [Fact]
    public async Task Overwrite_NeedsManageRolesAndOwnPermissions_ReasonIsRecorded()
    {
        var path = $"channels/{_server.Channel.Id}/permissions/{_server.Bot.Id}";
        var body = new JsonObject { ["type"] = 1, ["allow"] = Bits(Permission.SendMessages), ["deny"] = "0" };
        Assert.Equal(50013, (await _rest.PutAsync(path, body)).Code);
        _server.SetPermissions(_server.BotRole, Permission.ManageRoles);

        _rest.Http.DefaultRequestHeaders.Add("X-Audit-Log-Reason", Uri.EscapeDataString("run 7 — 升级"));
        Assert.Equal(204, (await _rest.PutAsync(path, body.DeepClone())).Status);
        Assert.Equal("run 7 — 升级", _server.Audit(_server.Guild).Single().Reason);
        body["allow"] = Bits(Permission.ManageGuild);
        Assert.Equal(50013, (await _rest.PutAsync(path, body.DeepClone())).Code);
        Assert.Equal(204, (await _rest.DeleteAsync(path)).Status);
        Assert.Equal(10009, (await _rest.DeleteAsync(path)).Code);
    }

    [Fact]
    public async Task GatewayBot_TellsLimits()
    {
        var bot = (await _rest.GetAsync("gateway/bot")).Json;

        Assert.Equal(_server.GatewayUrl.ToString().TrimEnd('/'), bot["url"]!.ToString());
        Assert.Equal(1000, (int)bot["session_start_limit"]!["remaining"]!);
        Assert.Equal(1, (int)bot["session_start_limit"]!["max_concurrency"]!);
    }

    private static string Bits(Permission permissions) => ((ulong)permissions).ToString(CultureInfo.InvariantCulture);
}
