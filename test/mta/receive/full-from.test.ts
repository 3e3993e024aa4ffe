import { expect, it } from 'vitest';
import { headerLine } from '../../../src/mta/receive/headers/parse.ts';
import { withFullFrom } from '../../../src/mta/receive/headers/sender.ts';
import type { Session } from '../../../src/mta/receive/session.ts';

/** From of a local user's message that has the bare login. */
function fromOf(fullName: string, said = 'From: ann\n'): string | undefined {
  const local = { login: 'ann', fullName };
  const shared = { options: { text: () => 'our.example' } };
  const headers = withFullFrom({ local, shared } as unknown as Session, [headerLine(said)]);
  return headers.findLast(({ letter }) => letter !== '*')?.text;
}

it('is his address with his name', () => {
  expect(fromOf('Ann B.')).toBe('From: Ann B. <ann@our.example>\n');
});

it('has its brackets where he has no name, too, as Exim 4.96 writes it', () => {
  expect(fromOf('')).toBe('From:  <ann@our.example>\n');
});

it('stays where it is more than the login', () => {
  expect(fromOf('Ann B.', 'From: ann@example.org\n')).toBe('From: ann@example.org\n');
});
