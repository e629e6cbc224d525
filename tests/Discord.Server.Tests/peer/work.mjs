import { Buffer } from 'node:buffer';

// Everything a bot does in a channel of its own accord.
export const work = async (channel) => {
  const sent = await channel.send({ content: 'step 1', nonce: 'once-1', enforceNonce: true, allowedMentions: { parse: [] } });
  const twin = await channel.send({ content: 'step 1', nonce: 'once-1', enforceNonce: true, allowedMentions: { parse: [] } });
  const edited = await sent.edit({ content: 'step 2', embeds: [{ title: 'Progress', fields: [{ name: '1', value: 'done' }] }] });
  for (const emoji of ['✅', '❌', '⚠️']) await sent.react(emoji);
  await sent.reactions.cache.get('❌').users.remove();
  const again = await channel.messages.fetch({ message: sent.id, force: true });
  const users = await again.reactions.cache.get('✅').users.fetch();

  const thread = await sent.startThread({ name: 'Step details', autoArchiveDuration: 60, reason: 'a run' });
  const filed = await thread.send({ content: 'log', files: [{ attachment: Buffer.from('line 1\nline 2\n'), name: 'node 1.log', description: 'the log' }] });
  const file = filed.attachments.first();
  const text = await (await fetch(file.url)).text();
  await thread.setArchived(true, 'closed');
  const passing = await channel.send('passing');
  await passing.delete();

  return {
    message: sent.id, sameAgain: twin.id === sent.id, edited: edited.content, title: edited.embeds[0].title,
    reactions: again.reactions.cache.map((reaction) => reaction.emoji.name), users: users.map((user) => user.username),
    thread: thread.id, archived: thread.archived, file: file.name, text, recent: (await channel.messages.fetch({ limit: 10 })).size,
  };
};
