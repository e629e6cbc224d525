// Unmodified discord.js against a server at argv[2] (".../api"); the token comes by the environment. Ends when stdin does.
import { Client, Events, GatewayIntentBits } from 'discord.js';
import { answer } from './answers.mjs';
import { commands } from './commands.mjs';
import { complain, report } from './report.mjs';

const client = new Client({
  intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.GuildMessageReactions],
  presence: { status: 'online', activities: [{ name: 'the night', type: 3 }] },
  rest: { api: process.argv[2] },
});

client.on(Events.Error, (error) => complain('error', error));
client.on(Events.Warn, (text) => complain('warn', text));
client.on(Events.ShardError, (error) => complain('shardError', error));
client.on(Events.Invalidated, () => complain('invalidated', ''));
client.rest.on('rateLimited', (limit) => report('rateLimited', { route: limit.route, global: limit.global, scope: limit.scope }));
client.rest.on('invalidRequestWarning', (count) => complain('invalidRequests', count));
client.on(Events.ShardReconnecting, () => report('reconnecting'));
client.on(Events.ShardResume, (_, replayed) => report('resumed', { replayed }));
client.on(Events.ShardReady, () => report('shardReady'));
client.on(Events.MessageReactionAdd, (reaction, user) => report('reaction', { emoji: reaction.emoji.name, user: user.id, message: reaction.message.id }));
client.on(Events.MessageReactionRemove, (reaction, user) => report('unreaction', { emoji: reaction.emoji.name, user: user.id }));
client.on(Events.InteractionCreate, (interaction) => answer(interaction).catch((error) => complain('answer', error)));
client.once(Events.ClientReady, async () => {
  try {
    const guild = client.guilds.cache.first();
    const registered = await client.application.commands.set(commands, guild.id);
    const fetched = await client.application.commands.fetch({ guildId: guild.id, withLocalizations: true });
    const upgrade = fetched.find((command) => command.name === 'upgrade');
    const me = await guild.members.fetchMe();
    report('ready', {
      user: client.user.id, guild: guild.name, channels: guild.channels.cache.map((channel) => channel.name), registered: registered.size,
      translated: upgrade.nameLocalizations['zh-CN'], equal: upgrade.equals(commands.find((command) => command.name === 'upgrade')),
      canSend: guild.channels.cache.first().permissionsFor(me).has('SendMessages'),
    });
  } catch (error) {
    complain('ready', error);
  }
});

process.stdin.resume();
process.stdin.on('end', async () => {
  await client.destroy();
  process.exit(0);
});
client.login(process.env.DISCORD_TOKEN).catch((error) => complain('login', error));
