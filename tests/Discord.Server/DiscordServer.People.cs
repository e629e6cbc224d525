using Nightshift.Discord.Server.Driver;
using Nightshift.Discord.Server.Gateway;
using Nightshift.Discord.Server.Json;
using Nightshift.Discord.Server.Model;

namespace Nightshift.Discord.Server;

public sealed partial class DiscordServer
{
    /// <summary>A further guild. A stranger one has no bot in it: it sends no events and REST knows it not.</summary>
    public Guild AddGuild(string name, bool withBot = true)
    {
        lock (_world.Gate)
        {
            var owner = new User(_world.NextId(), $"owner-of-{name.Replace(' ', '-')}", bot: false);
            _world.Users[owner.Id] = owner;
            var guild = new Guild(_world.NextId(), name, owner.Id);
            guild.Members[owner.Id] = new Member(owner, _world.Now);
            if (withBot) guild.Members[_world.Bot.Id] = new Member(_world.Bot, _world.Now);
            _world.Guilds[guild.Id] = guild;
            if (withBot) _world.Publish(new GatewayEvent("GUILD_CREATE", Intents.Guilds, guild, null, GuildJson.WriteForGateway(guild, _world.Bot)));
            return guild;
        }
    }

    public Channel AddChannel(string name, Guild? guild = null)
    {
        lock (_world.Gate)
        {
            var channel = new Channel(_world.NextId(), guild ?? Guild, name, ChannelType.Text, null);
            channel.Guild.Channels[channel.Id] = _world.Channels[channel.Id] = channel;
            _world.Publish(new GatewayEvent("CHANNEL_CREATE", Intents.Guilds, channel.Guild, channel, GuildJson.Write(channel)));
            return channel;
        }
    }

    public Role AddRole(string name, Permission permissions = Permission.None, bool mentionable = false, Guild? guild = null)
    {
        lock (_world.Gate)
        {
            var to = guild ?? Guild;
            var role = new Role(_world.NextId(), name, permissions, to.Roles.Count) { Mentionable = mentionable };
            to.Roles[role.Id] = role;
            _world.Publish(new GatewayEvent("GUILD_ROLE_CREATE", Intents.Guilds, to, null, RoleEvent(to, role)));
            return role;
        }
    }

    /// <summary>A new member of a guild with roles and the language of his client; <paramref name="bot"/> makes a foreign bot of him.</summary>
    public Person AddPerson(string name, string locale = "en-US", bool bot = false, Guild? guild = null, params IReadOnlyList<Role> roles)
    {
        lock (_world.Gate)
        {
            var to = guild ?? Guild;
            var user = new User(_world.NextId(), name, bot);
            var member = new Member(user, _world.Now);
            foreach (var role in roles) member.Roles.Add(role.Id);
            _world.Users[user.Id] = user;
            to.Members[user.Id] = member;
            var json = PeopleJson.Write(member);
            json["guild_id"] = to.Id.ToString();
            _world.Publish(new GatewayEvent("GUILD_MEMBER_ADD", Intents.GuildMembers, to, null, json));
            return new Person(this, _world, to, user, locale);
        }
    }

    internal void SetRole(Person person, Role role, bool given)
    {
        lock (_world.Gate)
        {
            var member = person.Guild.Members[person.Id];
            if (given) member.Roles.Add(role.Id);
            else member.Roles.Remove(role.Id);
            var json = PeopleJson.Write(member);
            json["guild_id"] = person.Guild.Id.ToString();
            _world.Publish(new GatewayEvent("GUILD_MEMBER_UPDATE", Intents.GuildMembers, person.Guild, null, json));
            _world.Pulse();
        }
    }

    /// <summary>Changes what a role may do in its guild; <see cref="Guild"/> unless another is named.</summary>
    public void SetPermissions(Role role, Permission permissions, Guild? guild = null)
    {
        lock (_world.Gate)
        {
            role.Permissions = permissions;
            _world.Publish(new GatewayEvent("GUILD_ROLE_UPDATE", Intents.Guilds, guild ?? Guild, null, RoleEvent(guild ?? Guild, role)));
        }
    }

    /// <summary>Takes permissions away from the bot in a channel, whatever its roles grant; <see cref="Permission.None"/> gives them back.</summary>
    public void DenyBot(Channel channel, Permission denied)
    {
        lock (_world.Gate)
        {
            if (denied == Permission.None) channel.Overwrites.Remove(_world.Bot.Id);
            else channel.Overwrites[_world.Bot.Id] = new Overwrite(_world.Bot.Id, 1, Permission.None, denied);
            _world.Publish(new GatewayEvent("CHANNEL_UPDATE", Intents.Guilds, channel.Guild, channel, GuildJson.Write(channel)));
        }
    }

    /// <summary>The everyday permissions of @everyone in a guild.</summary>
    public static Role EveryoneIn(Guild guild) => guild.Everyone;

    private static System.Text.Json.Nodes.JsonObject RoleEvent(Guild guild, Role role) => new()
    {
        ["guild_id"] = guild.Id.ToString(),
        ["role"] = PeopleJson.Write(role),
    };
}
