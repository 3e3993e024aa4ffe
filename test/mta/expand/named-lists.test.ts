/** `listnamed` over lists that refer to others. What comes out is what Exim 4.96 says. */
import { expect, it } from 'vitest';
import { expand, parseExpansion } from '../../../src/mta/expand/index.ts';
import { expansionHost } from '../../support/expand/host.ts';
import { showOutcome } from '../../support/expand/table.ts';

const LISTS: Readonly<Record<string, string>> = {
  plain: '*.aa.bb : ^xxx',
  outer: '<; a ; b;;c ; +plain ; 2001:db8::1 ;',
  colons: 'a::b : !+plain : +plain',
  broken: '+nothere : a',
  circle: 'a : +circle',
  doubling: '+doubling : +doubling',
};

const plain = expansionHost();
const host = {
  ...plain,
  lists: {
    ...plain.lists,
    named: (name: string, kind?: string) => (kind === undefined || kind === 'domain' ? LISTS[name] : undefined),
  },
};

it.each([
  ['${listnamed:plain}', '*.aa.bb : ^xxx'],
  ['${listnamed:+plain}', '*.aa.bb : ^xxx'],
  ['${listnamed:++plain}', '!failed "+plain" is not a named list'],
  ['${listnamed_d:outer}', 'a : b;c : *.aa.bb : ^xxx : 2001::db8::::1'],
  ['${listnamed_h:outer}', '!failed "outer" is not a host named list'],
  ['${listnamed:colons}', 'a:b : !+plain : *.aa.bb : ^xxx'],
  ['${listnamed:broken}', '!failed "nothere" is not a named list'],
  ['${listnamed:circle}', '!failed named lists refer to more than 1000 others, at "circle"'],
  ['${listnamed:doubling}', '!failed named lists refer to more than 1000 others, at "doubling"'],
])('%s', async (text, outcome) => {
  expect(showOutcome(await expand(parseExpansion(text), host))).toBe(outcome);
});
