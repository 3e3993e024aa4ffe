/** SRS where the reference asks for more than Exim 4.96 does: whatever hosts on the way change in an address, its bounce finds the sender. */
import { expect, it } from 'vitest';
import { expand, parseExpansion } from '../../../../src/mta/expand/index.ts';
import { createHost } from '../../../../src/mta/host/index.ts';

const decoded = (encoded: string): string => `\${if inbound_srs{${encoded}}{s}{$srs_recipient}{no}}`;

it.each([
  ['a quoted sender', decoded('${local_part:${srs_encode{s}{"a b"@x.y}{z.w}}}'), '"a b"@x.y'],
  ['capitals', decoded('${uc:${local_part:${srs_encode{s}{ann=b@x.y}{z.w}}}}'), 'ann=b@x.y'],
])('%s', async (_, text, expected) => {
  expect(await expand(parseExpansion(text), createHost({}))).toMatchObject({ kind: 'text', text: expected });
});
