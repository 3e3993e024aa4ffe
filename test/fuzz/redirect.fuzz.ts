/** Any octets are redirection data, a mailbox, a header field: read or refused in words, within a bound, and never more than given. */
import { PLAIN_MAILBOX, readMailbox } from '../../src/mta/mailbox/index.ts';
import { itemsOfHeader } from '../../src/mta/rewrite/header-items.ts';
import { readRedirectList } from '../../src/mta/route/redirect/list.ts';
import { octets } from '../support/dkim.ts';

/** What one text may take, with room for a loaded machine. */
const LIMIT_MS = 5_000;

const rules = {
  allowDefer: true,
  allowFail: true,
  forbidBlackhole: false,
  // Files of the machine are none of a fuzzer's business.
  forbidInclude: true,
  skipsSyntaxErrors: true,
  qualifyDomain: 'q.example',
  ownDomain: 'o.example',
};

export const target = {
  name: 'redirect',
  seeds: [
    octets('ann, Bob <bob@b.example> (x), "a b"@c, \\own, /file, "|cmd a, b" # comment\nlast@d.example'),
    octets('ann, :fail: no\nsuch user'),
    octets(':unknown:, :blackhole:, :defer:, :include:/etc/passwd'),
    octets('<@a,@b:c@d>, Group: x@y, z;, /X=a/Y=b/@g'),
    octets(`${'('.repeat(5000)}, ${'"'.repeat(5001)}`),
    octets(`${'<'.repeat(3000)}a@b`),
    octets(','.repeat(20_000)),
    octets('a@'.repeat(10_000)),
  ],
  run(bytes: Uint8Array): void {
    const text = Buffer.from(bytes).toString('latin1');
    const started = performance.now();
    const reading = readRedirectList(text, { rules, mailbox: PLAIN_MAILBOX });
    const mailbox = readMailbox(text, { ...PLAIN_MAILBOX, literals: true, excessBrackets: true });
    const items = itemsOfHeader(text);
    const tookMs = performance.now() - started;
    if (tookMs > LIMIT_MS) throw new Error(`it took ${Math.round(tookMs)} ms`);
    if (reading.kind === 'list' && reading.generated.length > text.length) throw new Error('more items than octets');
    if (typeof mailbox !== 'string' && (mailbox.start > mailbox.end || mailbox.end > text.length))
      throw new Error(`an address from ${mailbox.start} to ${mailbox.end} of ${text.length}`);
    for (const { start, end } of items) if (start >= end || end > text.length) throw new Error('an item that is none');
  },
};
