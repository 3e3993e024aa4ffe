import { expect, it } from 'vitest';
import { expand, parseExpansion } from '../../../src/mta/expand/index.ts';
import { createHost } from '../../../src/mta/host/index.ts';

const nameOf = async (names: readonly string[] | undefined, variables: Readonly<Record<string, string>>) => {
  const asked: string[] = [];
  const host = createHost({
    variables,
    names: {
      namesOf: (address) => {
        asked.push(address);
        return names;
      },
      addressesOf: () => [],
      mailExchangers: () => [],
    },
  });
  const outcome = await expand(
    parseExpansion('<$sender_host_name><$sender_host_name><$host_lookup_failed><$host_lookup_deferred>'),
    host,
  );
  return { text: outcome.kind === 'text' ? outcome.text : outcome.message, asked };
};

it('looks $sender_host_name up once, when it is asked for', async () => {
  const peer = { sender_host_address: '192.0.2.1' };
  expect(await nameOf(['mx.test', 'b.test'], peer)).toEqual({ text: '<mx.test><mx.test><0><0>', asked: ['192.0.2.1'] });
  expect(await nameOf([], peer)).toEqual({ text: '<><><1><0>', asked: ['192.0.2.1'] });
  expect(await nameOf(undefined, peer)).toEqual({ text: '<><><0><1>', asked: ['192.0.2.1'] });
});

it('takes a name that is given, and has none without an address', async () => {
  expect((await nameOf(['mx.test'], { sender_host_name: 'given.test', sender_host_address: '192.0.2.1' })).text).toBe(
    '<given.test><given.test><0><0>',
  );
  expect(await nameOf(['mx.test'], {})).toEqual({ text: '<><><0><0>', asked: [] });
});
