/** Mail of every size and by every client arrives as it was sent. */
import { join } from 'node:path';
import { MailServer } from '../../framework/mail-server.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { tryMany } from './many.ts';
import { tryPrograms } from './programs.ts';

export const suite: Suite = {
  name: 'serve-clients',
  proves:
    'swaks, smtp-source, Exim, Postfix, openssl and HAProxy are served, and what they send is kept octet for octet',
  run,
};

const PORT = 2730;

async function run(context: Context): Promise<void> {
  const more = 'smtp_accept_max_per_connection = 0\n'; // a connection takes more than a thousand
  const server = new MailServer({ folder: join(context.folder, 'server'), port: PORT, more });
  context.atEnd(() => server.stop());
  await server.start();
  await tryMany(context, server);
  await tryPrograms(context, server);
}
