import { ApplicationCommandOptionType as Option, ApplicationIntegrationType, PermissionFlagsBits } from 'discord.js';

// A command for each kind of answer, one of them with everything a definition can have.
export const commands = [
  { name: 'reply', description: 'Answers at once, with two buttons' },
  { name: 'defer', description: 'Answers later, in private, and follows up' },
  { name: 'tour', description: 'Reads and administers the guild, and is refused things' },
  { name: 'work', description: 'Sends, edits, reacts, opens a thread, sends a file' },
  {
    name: 'upgrade',
    description: 'Upgrades a cluster',
    nameLocalizations: { 'zh-CN': '升级' },
    descriptionLocalizations: { 'zh-CN': '升级一个集群' },
    integrationTypes: [ApplicationIntegrationType.GuildInstall],
    defaultMemberPermissions: PermissionFlagsBits.SendMessages,
    options: [
      {
        type: Option.Subcommand,
        name: 'run',
        description: 'Runs it',
        nameLocalizations: { 'zh-CN': '运行' },
        descriptionLocalizations: { 'zh-CN': '运行升级' },
        options: [
          { type: Option.String, name: 'cluster', description: 'Which', required: true, autocomplete: true },
          { type: Option.Integer, name: 'batch', description: 'How many at a time', minValue: 1, maxValue: 10 },
          { type: Option.User, name: 'approver', description: 'Who approves' },
          {
            type: Option.String, name: 'mode', description: 'How',
            choices: [{ name: 'Rolling', nameLocalizations: { 'zh-CN': '滚动' }, value: 'rolling' }, { name: 'Canary', value: 'canary' }],
          },
        ],
      },
    ],
  },
];
