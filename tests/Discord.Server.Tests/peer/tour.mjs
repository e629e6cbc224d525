import { DiscordAPIError, PermissionFlagsBits } from 'discord.js';

// What a bot reads and administers in a guild, and how refusals reach it.
export const tour = async (interaction) => {
  const { client, guild, channel, member } = interaction;
  const application = await client.application.fetch();
  const user = await client.users.fetch(member.id, { force: true });
  await guild.fetch();
  const channels = await guild.channels.fetch();
  const roles = await guild.roles.fetch();
  const one = await guild.members.fetch({ user: member.id, force: true });
  const several = await guild.members.fetch({ user: [member.id, client.user.id], force: true });
  const dba = roles.find((role) => role.name === 'dba');
  await one.roles.add(dba, 'on call');
  await channel.permissionOverwrites.edit(dba, { SendMessages: true }, { reason: '值班 on call' });
  await channel.permissionOverwrites.delete(dba);
  const audit = await guild.fetchAuditLogs({ limit: 5 });
  await channel.sendTyping();
  const thread = await channel.threads.create({ name: 'alone', type: 11 });
  await thread.members.add(member.id);
  const active = await channel.threads.fetchActive();
  await thread.setArchived(true);
  const archived = await channel.threads.fetchArchived();
  const marked = await channel.send('marked');
  await marked.react('👍');
  await marked.reactions.removeAll();

  return {
    application: application.id, user: user.username, channels: channels.size, member: one.user.username,
    several: several.size, reasons: audit.entries.map((entry) => entry.reason), active: active.threads.size, archived: archived.threads.size,
    me: guild.members.me.permissions.has(PermissionFlagsBits.ManageRoles), refusals: await refusals(channel, guild),
  };
};

const refusals = async (channel, guild) => {
  const tries = {
    long: () => channel.send('x'.repeat(2001)),
    fields: () => channel.send({ embeds: [{ fields: Array.from({ length: 26 }, () => ({ name: 'n', value: 'v' })) }] }),
    hidden: () => guild.channels.cache.find((other) => other.name === 'readonly').send('x'),
    unknown: () => channel.messages.fetch('1'),
    empty: () => channel.send({ content: '' }),
    emoji: async () => (await channel.messages.fetch({ limit: 1 })).first().react('nothing'),
  };
  const codes = {};
  for (const [name, attempt] of Object.entries(tries)) {
    codes[name] = await attempt().then(() => 'accepted', (error) => (error instanceof DiscordAPIError ? error.code : String(error)));
  }

  return codes;
};
