/** Haraka that takes everything, and keeps it, each message in a file of its own, flushed before the 250; or hands it on. */
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Place, type Receiver, startReceiver } from './receivers.ts';

const PROGRAM = fileURLToPath(new URL('../../../.cache/peers/haraka/node_modules/Haraka/bin/haraka', import.meta.url));

export const hasHaraka = (): boolean => existsSync(PROGRAM);

export async function startHarakaReceiver(place: Place): Promise<Receiver> {
  const { folder, port, nextHop } = place;
  cpSync(join(PROGRAM, '../../config'), join(folder, 'config'), { recursive: true });
  for (const each of ['plugins', 'queue', 'kept']) mkdirSync(join(folder, each), { recursive: true });
  const plugin = nextHop === undefined ? 'keep' : 'relay';
  const files = {
    'config/smtp.ini': `listen=127.0.0.1:${port}\nnodes=${cpus().length}\n`,
    'config/plugins': `${plugin}\n`,
    'config/me': 'haraka.invalid\n',
    'config/loglevel': 'ERROR\n',
    [`plugins/${plugin}.js`]: nextHop === undefined ? keepPlugin(join(folder, 'kept')) : relayPlugin(nextHop),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return await startReceiver(process.execPath, [PROGRAM, '-c', folder], place);
}

/** Its own queue of outgoing mail flushes nothing, and tries to deliver. */
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

/** Its own queue and its own deliveries. */
const relayPlugin = (nextHop: number): string => `exports.hook_rcpt = (next, connection) => {
  connection.relaying = true;
  next(OK);
};
exports.hook_get_mx = (next) => next(OK, { priority: 0, exchange: '127.0.0.1', port: ${nextHop} });
`;
