/** Files that only their user may see: who is asked, and when nobody is. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Errand, ErrandAnswer } from '../../../src/mta/route/index.ts';
import { readListAs, readRedirectAs, stateAs } from '../../../src/mta/route/user-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'mxray-user-files-'));
const open = join(folder, 'open');
const closed = join(folder, 'closed');
chmodSync(folder, 0o755);
writeFileSync(open, 'ann\n');
writeFileSync(closed, 'bob\n');
chmodSync(closed, 0o600);
afterAll(() => rmSync(folder, { recursive: true }));

const RULES = { modemask: 0o022, ignoresAccess: false, ignoresNotDirectory: false };
const STRANGER = { uid: 12_345, gid: 12_345 };
const DENIED = { code: 'EACCES', words: 'Permission denied' };

const NOBODY_THERE: ErrandAnswer = { kind: 'undone', why: 'nobody is there' };

function worldThat(answers = NOBODY_THERE) {
  const asked: Errand[] = [];
  const doAs = (_: object, errand: Errand): Promise<ErrandAnswer> => {
    asked.push(errand);
    return Promise.resolve(answers);
  };
  return { asked, world: { doAs } };
}

describe('a forward file', () => {
  it('that everybody may read is read here', async () => {
    const { asked, world } = worldThat();
    expect(await readRedirectAs(open, RULES, STRANGER, world)).toEqual({ kind: 'text', text: 'ann\n' });
    expect(asked).toEqual([]);
  });

  it('that is denied is read by its user, whose word counts', async () => {
    const { asked, world } = worldThat({ kind: 'redirect', read: { kind: 'text', text: 'carol\n' } });
    expect(await readRedirectAs(closed, RULES, STRANGER, world)).toEqual({ kind: 'text', text: 'carol\n' });
    expect(asked).toEqual([{ kind: 'redirect', path: closed, rules: RULES }]);
  });

  it('that nobody could read is denied, or left alone where ignore_eacces says so', async () => {
    const { world } = worldThat();
    const message = `failed to open ${closed}: Permission denied (euid=12345 egid=12345)`;
    expect(await readRedirectAs(closed, RULES, STRANGER, world)).toMatchObject({ kind: 'error', message });
    const ignoring = { ...RULES, ignoresAccess: true };
    expect(await readRedirectAs(closed, ignoring, STRANGER, world)).toEqual({ kind: 'absent' });
  });
});

describe('the state of a file', () => {
  it('is asked of its user only where it was denied', async () => {
    const { asked, world } = worldThat({ kind: 'state', state: 'there' });
    expect(await stateAs('there', open, STRANGER, world)).toBe('there');
    expect(await stateAs({ code: 'ENOENT', words: '' }, open, STRANGER, world)).toMatchObject({ code: 'ENOENT' });
    expect(asked).toEqual([]);
    expect(await stateAs(DENIED, closed, STRANGER, world)).toBe('there');
    expect(await stateAs(DENIED, closed, undefined, world)).toBe(DENIED);
  });
});

describe('an included file', () => {
  const reader = {
    rules: {
      allowDefer: false,
      allowFail: false,
      forbidBlackhole: false,
      forbidInclude: false,
      skipsSyntaxErrors: false,
      qualifyDomain: 'example.org',
      ownDomain: 'example.org',
    },
    mailbox: { literals: false, trailingDot: false, excessBrackets: false, utf8Domains: false },
    access: STRANGER,
  };
  const list = (world: Parameters<typeof readListAs>[3]) =>
    readListAs(`ann, :include:${closed}, eve`, reader, STRANGER, world);

  it('that is denied is read by its user, once, wherever it stands', async () => {
    const { asked, world } = worldThat({ kind: 'include', read: { kind: 'text', text: `bob, :include:${open}` } });
    const found = await list(world);
    expect(found.kind === 'list' && found.generated).toEqual(
      ['ann', 'bob', 'ann', 'eve'].map((name) => ({ kind: 'address', address: `${name}@example.org` })),
    );
    expect(asked).toEqual([{ kind: 'include', path: closed, rules: { isForbidden: false } }]);
  });

  it('that nobody could read is a mistake of the list', async () => {
    const message = `failed to open included file ${closed}: Permission denied (euid=12345 egid=12345)`;
    expect(await list(worldThat().world)).toEqual({ kind: 'error', message });
    expect(await list({})).toEqual({ kind: 'error', message });
  });

  it('that includes itself comes to an end', async () => {
    const { asked, world } = worldThat({ kind: 'include', read: { kind: 'text', text: `:include:${closed}` } });
    expect(await list(world)).toMatchObject({ kind: 'error', message: expect.stringContaining('more than 50 deep') });
    expect(asked).toHaveLength(1);
  });
});
