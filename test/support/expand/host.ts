/** A host for expansions under test: variables and the environment as given, and no message. */
import { clean, type ExpansionHost, failed, type LookupPort } from '../../../src/mta/expand/index.ts';

const noLookups: LookupPort = {
  style: () => undefined,
  kind: (type) => failed(`unknown lookup type "${type}"`),
  find: () => failed('no lookups here'),
  quote: () => undefined,
};

export const expansionHost = (
  variables: Readonly<Record<string, string>> = {},
  lookups: LookupPort = noLookups,
): ExpansionHost => ({
  clock: { now: () => new Date('2026-11-25T12:00:00Z'), monotonicMs: () => 0 },
  random: { bytes: (length) => new Uint8Array(length), below: () => 0 },
  variable: (name) => variables[name],
  headers: { insert: () => clean(''), has: () => false },
  lists: { match: () => failed('no lists here'), named: () => undefined },
  lookups,
  acls: { run: () => ({ outcome: 'error' }) },
  system: {
    environment: (name) => (name === 'HOME' ? '/home/ann' : undefined),
    readFile: (path) => failed(`failed to open ${path}: No such file or directory`),
    stat: (path) => failed(`stat(${path}) failed: No such file or directory`),
    run: () => failed('no programs here'),
    readSocket: () => failed('no sockets here'),
  },
});
