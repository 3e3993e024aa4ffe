/** What of a tainted operand is tainted still, and what refuses it: asked of Exim 4.96 with `-bem`, one by one. */
import { describe, expect, it } from 'vitest';
import { expand, parseExpansion } from '../../../src/mta/expand/index.ts';
import { createHost, type MessageText } from '../../../src/mta/host/index.ts';

const host = createHost({
  message: {
    fields: [{ name: 'subject', value: ' /tmp/named/outside' }],
    variable: () => undefined,
  } as unknown as MessageText,
});
const made = async (text: string) => await expand(parseExpansion(text), host);

describe('an operator', () => {
  it.each(['md5', 'sha1', 'sha256', 'sha3', 'strlen', 'listcount', 'nhash_10', 'nhash_8_63'])(
    '%s leaves nothing of its operand: its result is clean',
    async (name) => expect(await made(`\${${name}:$h_subject:}`)).toMatchObject({ kind: 'text', tainted: false }),
  );
  it.each([
    'lc',
    'uc',
    'length_3',
    'substr_1_2',
    'hash_3_5',
    'base64',
    'hexquote',
    'escape',
    'quote',
    'rxquote',
    'local_part',
  ])('%s is as tainted as its operand', async (name) =>
    expect(await made(`\${${name}:$h_subject:}`)).toMatchObject({ kind: 'text', tainted: true }),
  );
  it('hmac is clean, as digests are', async () =>
    expect(await made('${hmac{md5}{k}{$h_subject:}}')).toMatchObject({ kind: 'text', tainted: false }));
});

describe('readsocket', () => {
  it.each(['$h_subject:', 'inet:$h_subject::25', '/run/${lc:$h_subject:}'])(
    'asks no socket named %s',
    async (where) => {
      expect(await made(`\${readsocket{${where}}{x}}`)).toMatchObject({
        kind: 'failed',
        message: expect.stringMatching(/^Tainted filename for search: '.*\/tmp\/named\/outside/),
      });
      expect(await made(`\${readsocket{${where}}{x}{1s}{}{instead}}`)).toMatchObject({ kind: 'text', text: 'instead' });
    },
  );
});
