/** Haraka that takes everything and keeps it: each message in a file of its own, flushed before the 250. */
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Environment, type Receiver, startReceiver } from './receivers.ts';

const PROGRAM = fileURLToPath(new URL('../../../.cache/peers/haraka/node_modules/Haraka/bin/haraka', import.meta.url));

export const hasHaraka = (): boolean => existsSync(PROGRAM);

export async function startHarakaReceiver(folder: string, port: number, env: Environment): Promise<Receiver> {
  cpSync(join(PROGRAM, '../../config'), join(folder, 'config'), { recursive: true });
  for (const place of ['plugins', 'queue', 'kept']) mkdirSync(join(folder, place), { recursive: true });
  const files = {
    'config/smtp.ini': `listen=127.0.0.1:${port}\nnodes=${cpus().length}\n`,
    'config/plugins': 'keep\n',
    'config/me': 'haraka.invalid\n',
    'config/loglevel': 'ERROR\n',
    'plugins/keep.js': keepPlugin(join(folder, 'kept')),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return await startReceiver(process.execPath, [PROGRAM, '-c', folder], { folder, port, env });
}

/** Its own queue of outgoing mail does the same, and then tries to deliver. */
const keepPlugin = (folder: string): string => `const fs = require('node:fs');
exports.hook_rcpt = (next) => next(OK);
exports.hook_queue = (next, connection) => {
  const { uuid, message_stream } = connection.transaction;
  const file = fs.createWriteStream('${folder}/' + uuid + '.new', { flags: 'wx', autoClose: false });
  let handle;
  file.on('open', (opened) => { handle = opened; });
  file.on('error', () => next(DENYSOFT));
  file.on('finish', () => fs.fsync(handle, (failed) => fs.close(handle, () => {
    if (failed) return next(DENYSOFT);
    fs.rename('${folder}/' + uuid + '.new', '${folder}/' + uuid, (wrong) => next(wrong ? DENYSOFT : OK));
  })));
  message_stream.pipe(file);
};
`;
