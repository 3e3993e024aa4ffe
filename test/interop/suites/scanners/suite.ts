/**
 * clamd and spamd themselves, asked by a live Exim and a live `mxray serve` about the same messages: what is answered, logged
 * and kept of the score, side by side. Signatures and rules are the suite's own; nothing is fetched.
 */
import { match } from 'node:assert/strict';
import { join } from 'node:path';
import type { Context, Suite } from '../../framework/types.ts';
import { converse } from '../serve-dialogues/client.ts';
import { differencesOf, type Heard, steadyLines, steadyMessage } from '../serve-dialogues/heard.ts';
import { type Server, startServer } from '../serve-dialogues/servers.ts';
import { storedBy } from '../serve-dialogues/stored.ts';
import { CLAMD_PORT, SPAMD_PORT, startClamd, startSpamd, VIRUS } from './daemons.ts';

export const suite: Suite = {
  name: 'scanners',
  proves: 'clamd and spamd are asked as Exim asks them, and their answers decide, are logged and kept as there',
  run,
};

const configuration = (scanner: string): string => `
av_scanner = clamd:${scanner}
spamd_address = 127.0.0.1 ${SPAMD_PORT}
acl_smtp_rcpt = accept
acl_smtp_data = data
acl_not_smtp = data
begin acl
data:
  deny malware = *
       message = a virus: $malware_name
  warn spam = nobody:true
       add_header = X-Score: $spam_score ($spam_bar) $spam_score_int
  deny spam = nobody
       condition = \${if >{$spam_score_int}{120}}
       message = far too much
  accept logwrite = score $spam_score $spam_action
`;

const message = (text: string): readonly string[] => [
  'EHLO client.example',
  'MAIL FROM:<a@b.example>',
  'RCPT TO:<c@d.example>',
  'DATA',
  'Date: Thu, 26 Nov 2026 00:00:00 +0000',
  'Message-ID: <one@b.example>',
  'From: a@b.example',
  'Subject: x',
  '',
  text,
  '.',
  'QUIT',
];

const CASES: readonly (readonly [title: string, text: string, logged: RegExp])[] = [
  ['a message like any other', 'good morning', /<= a@b\.example/],
  ['a virus', VIRUS, /rejected after DATA: a virus: Mxray\.Test/],
  ['rather too much', 'buy everything now', /<= a@b\.example/],
  ['far too much', 'buy everything now, and sell it again', /rejected after DATA: far too much/],
];

async function run(context: Context): Promise<void> {
  const socket = await startClamd(context);
  await startSpamd(context);
  for (const [index, scanner] of [socket, `127.0.0.1 ${CLAMD_PORT}`].entries()) {
    const place = index === 0 ? 'over a socket' : 'over TCP';
    const start = (kind: Server['kind'], offset: number): Promise<Server> =>
      startServer(context, kind, {
        configuration: configuration(scanner),
        folder: join(context.folder, `${kind}${index}`),
        port: 3700 + 2 * index + offset,
      });
    const [ours, theirs] = await Promise.all([start('ours', 0), start('exim', 1)]);
    for (const [title, text, logged] of CASES)
      await context.test(`${title}, clamd ${place}`, async () => {
        const heard = await hear(ours, text);
        match(heard.main.join('\n'), logged);
        const difference = differencesOf(heard, await hear(theirs, text));
        if (difference !== undefined) throw new Error(difference);
      });
  }
}

async function hear(server: Server, text: string): Promise<Heard> {
  const [main, reject] = [server.log('main').length, server.log('reject').length];
  const { transcript } = await converse(
    { title: '', configuration: '', from: '127.0.0.1', lines: message(text) },
    server.port,
  );
  const logged = server.log('main').slice(main);
  const stored = await storedBy(server);
  return {
    replies: steadyLines(transcript.join('\n')),
    main: steadyLines(logged).filter((line) => !/^(?:Start|End) queue run:/.test(line)),
    reject: steadyLines(server.log('reject').slice(reject)),
    stored: [...logged.matchAll(/^\S+ \S+ (\S+) <= /gm)].flatMap(([, id]) => {
      const kept = stored.get(id!);
      return kept === undefined ? ['(not in the spool)'] : steadyMessage(kept);
    }),
  };
}
