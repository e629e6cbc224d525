// One JSON object a line on stdout, which the test reads; a complaint is whatever discord.js or node found wrong.
export const report = (event, facts = {}) => process.stdout.write(JSON.stringify({ event, ...facts }) + '\n');
export const complain = (where, error) => report('complaint', { where, text: String(error?.stack ?? error) });

process.on('unhandledRejection', (error) => complain('unhandledRejection', error));
process.on('uncaughtException', (error) => complain('uncaughtException', error));
process.on('warning', (warning) => complain('warning', warning));
