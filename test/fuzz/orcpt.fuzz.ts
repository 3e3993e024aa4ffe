/** Parameters of RFC 3461: reading never throws, and ORCPT that was read is the same when written and read again. */
import { parseEnvid, parseNotify, parseOrcpt, parseRet } from '../../src/core/dsn/index.ts';
import { decodeXtext, encodeXtext, formatOriginalRecipient } from '../../src/core/smtp/index.ts';

const SEEDS = [
  'rfc822;bob+2Bin@example.net',
  'utf-8;\\x{6771}@example.net',
  'utf-8;東@example.net',
  'NEVER',
  'SUCCESS,DELAY',
  'FULL',
  'QQ+2B1',
  'x400;+20',
  '+',
  'rfc822;+ZZ',
];

export const target = {
  name: 'orcpt',
  seeds: SEEDS.map((text) => new Uint8Array(Buffer.from(text))),
  run(input: Uint8Array): void {
    const text = Buffer.from(input).toString('utf8').slice(0, 600);
    for (const read of [parseNotify(text), parseRet(text), parseEnvid(text)])
      if (!read.ok && read.error.message === '') throw new Error('an error without words');
    const orcpt = parseOrcpt(text);
    if (orcpt.ok) {
      const again = parseOrcpt(formatOriginalRecipient(orcpt.value));
      if (again.ok && again.value.address !== orcpt.value.address) throw new Error('ORCPT does not come back');
    }
    const back = decodeXtext(encodeXtext(text));
    if (!back.ok || back.value !== text) throw new Error('xtext does not come back');
  },
};
