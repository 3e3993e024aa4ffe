/** Signatures of what comes: what `exim -bh` finds and tells the DKIM ACL of messages signed by hand, and what `mxray session` does. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zoneLine } from '../../../../src/core/dkim/index.ts';
import { concurrently } from '../../framework/concurrently.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { startNamed } from '../../peers/authoritative.ts';
import { RESOLVERS } from '../../world/addresses.ts';
import { eximSays } from '../dialogues/exim.ts';
import { weSay } from '../dialogues/ours.ts';
import type { Dialogue } from '../dialogues/read.ts';
import type { Said } from '../dialogues/said.ts';
import { type Case, signatureCases } from './cases.ts';
import { configurations } from './configurations.ts';
import { type Keys, makeKeys } from './keys.ts';
import { KNOWN } from './known.ts';

export const suite: Suite = {
  name: 'received-signatures',
  proves: 'signatures are found, judged, told to the ACL and logged as exim -bh does',
  run,
};

const WIDTH = 4;

async function run(context: Context): Promise<void> {
  const keys = makeKeys();
  await serveKeys(context, keys);
  const dialogues = chosen(signatureCases(keys), context);
  const ours = await weSay(dialogues);
  const theirs = await concurrently(WIDTH, dialogues, (dialogue) =>
    eximSays(dialogue, join(context.folder, String(dialogues.indexOf(dialogue)))),
  );
  let same = 0;
  for (const [index, { title }] of dialogues.entries()) {
    const found = difference(ours[index]!, theirs[index]!);
    const known = KNOWN.get(title.slice(title.indexOf(': ') + 2));
    if (found === undefined) same += 1;
    await context.test(known === undefined ? title : `${title} (known: ${known})`, () => {
      if (known === undefined && found !== undefined) throw new Error(found);
    });
  }
  context.note(`${same} of ${dialogues.length} are identical: ${((same / dialogues.length) * 100).toFixed(1)} %`);
}

async function serveKeys(context: Context, { records }: Keys): Promise<void> {
  const folder = join(context.folder, 'names');
  mkdirSync(folder, { recursive: true });
  const lines = ['signed.example', 'other.example', 'sub.signed.example'].flatMap((domain) =>
    records.map(([selector, text]) => zoneLine(`${selector}._domainkey.${domain}`, text)),
  );
  const file = join(folder, 'zone');
  writeFileSync(
    file,
    `$TTL 300\n. SOA ns.example. host.example. 7 3600 600 86400 60\n. NS ns.example.\nns.example. A 127.0.0.1\n${lines.join('\n')}\n`,
  );
  await startNamed(context, { addresses: [RESOLVERS.unbound], folder, zones: [{ name: '', file }] });
}

/** All cases under the first configuration, every third under the others; the reduced form has every twenty-fourth. */
function chosen(cases: readonly Case[], { full }: Context): readonly Dialogue[] {
  const all = Object.entries(configurations).flatMap(([name, configuration], at) =>
    cases
      .filter((_, index) => at === 0 || index % 3 === at % 3)
      .map((one) => dialogueOf(`${name}: ${one.name}`, configuration, one)),
  );
  return full ? all : all.filter((_, index) => index % 24 === 0);
}

const dialogueOf = (title: string, configuration: string, { message }: Case): Dialogue => ({
  title,
  configuration: `primary_hostname = our.example\nkeep_environment =\n${configuration}`,
  from: '10.1.2.3',
  lines: [
    ...['EHLO x', 'MAIL FROM:<joe@signed.example>', 'RCPT TO:<suzie@d.example>', 'DATA'],
    ...stuffed(message).replace(/\r\n$/, '').split('\r\n'),
    ...['.', 'QUIT'],
  ],
});

const stuffed = (message: string): string => message.replace(/^\./gm, '..');

function difference(ours: Said, theirs: Said): string | undefined {
  const parts = (['replies', 'log'] as const).flatMap((part) => {
    const [mine, other] = [ours[part], theirs[part]];
    const length = Math.max(mine.length, other.length);
    return Array.from({ length }, (_, at) => at).flatMap((at) =>
      mine[at] === other[at]
        ? []
        : [`${part} ${at + 1}\n    exim ${other[at] ?? '(none)'}\n    ours ${mine[at] ?? '(none)'}`],
    );
  });
  return parts.length === 0 ? undefined : parts.join('\n');
}
