import { ActionRowBuilder, ButtonBuilder, ButtonStyle, EmbedBuilder, MessageFlags } from 'discord.js';
import { report } from './report.mjs';
import { tour } from './tour.mjs';
import { work } from './work.mjs';

const buttons = () => new ActionRowBuilder().addComponents(
  new ButtonBuilder().setCustomId('approve').setLabel('Approve').setStyle(ButtonStyle.Success).setEmoji('✅'),
  new ButtonBuilder().setCustomId('reject').setLabel('Reject').setStyle(ButtonStyle.Danger),
);

export const answer = async (interaction) => {
  if (interaction.isAutocomplete()) {
    const typed = interaction.options.getFocused();
    const found = ['blue', 'black', 'green'].filter((name) => name.startsWith(typed));
    await interaction.respond(found.map((name) => ({ name: `Cluster ${name}`, value: name })));
    report('completed', { typed, option: interaction.options.getFocused(true).name });
  } else if (interaction.isButton()) {
    await press(interaction);
  } else if (interaction.isChatInputCommand()) {
    await run[interaction.commandName](interaction);
  }
};

const press = async (interaction) => {
  if (interaction.customId === 'approve') {
    await interaction.update({ content: `approved by ${interaction.user.username}`, components: [] });
  } else {
    await interaction.deferUpdate();
    await interaction.editReply({ content: 'rejected', components: [] });
    await interaction.followUp({ content: 'Why?', flags: MessageFlags.Ephemeral });
  }
  report('pressed', { id: interaction.customId, by: interaction.user.username, message: interaction.message.id });
};

const run = {
  reply: async (interaction) => {
    const embed = new EmbedBuilder().setTitle('Plan').setDescription('3 steps').addFields({ name: 'hash', value: 'abc' });
    const response = await interaction.reply({ content: 'Approve?', embeds: [embed], components: [buttons()], withResponse: true });
    report('replied', { message: response.resource.message.id, buttons: response.resource.message.components[0].components.length });
  },
  defer: async (interaction) => {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    const edited = await interaction.editReply('done');
    const followed = await interaction.followUp('for all to see');
    const original = await interaction.fetchReply();
    report('deferred', { original: original.content, edited: edited.id, followed: followed.id, ephemeral: original.flags.has(MessageFlags.Ephemeral) });
  },
  work: async (interaction) => {
    await interaction.deferReply();
    const facts = await work(interaction.channel);
    await interaction.editReply('worked');
    await interaction.deleteReply();
    report('worked', facts);
  },
  tour: async (interaction) => {
    await interaction.deferReply();
    report('toured', await tour(interaction));
    await interaction.editReply('toured');
  },
  upgrade: async (interaction) => {
    await interaction.reply({ content: 'upgrading', flags: MessageFlags.Ephemeral });
    report('upgrade', {
      sub: interaction.options.getSubcommand(),
      cluster: interaction.options.getString('cluster'),
      batch: interaction.options.getInteger('batch'),
      approver: interaction.options.getUser('approver')?.username,
      roles: interaction.options.getMember('approver')?.roles.cache.map((role) => role.name),
      mode: interaction.options.getString('mode'),
      locale: interaction.locale,
      guild: interaction.guildId,
      permissions: interaction.memberPermissions.has('SendMessages'),
    });
  },
};
