/** Users and groups that stand elsewhere than in files, and folders that a further group may write to. */
import { describe, expect, it } from 'vitest';
import { mayWrite } from '../../../src/mta/daemon/folders.ts';
import { askNameService, isElsewhere, type NameDatabase, sourcesOf } from '../../../src/mta/daemon/name-service.ts';
import { findGroup, findUser } from '../../../src/mta/daemon/privileges.ts';

describe('nsswitch.conf', () => {
  const elsewhere = (text: string, database: NameDatabase = 'passwd') => sourcesOf(database, text).filter(isElsewhere);
  it.each([
    ['passwd: files', []],
    ['passwd:         files systemd # and no more: ldap', []],
    ['passwd: compat\ngroup: ldap', []],
    ['passwd: files [NOTFOUND=return] sss\n', ['sss']],
    [' passwd: files [success=return notfound=continue] winbind', ['winbind']],
    ['#passwd: ldap', []],
    ['', []],
  ])('%j names %j beside files', (text, sources) => expect(elsewhere(text)).toEqual(sources));
  it('has groups apart from users', () =>
    expect(elsewhere('passwd: files\ngroup: files ldap', 'group')).toEqual(['ldap']));
});

describe('who is asked for', () => {
  it('is found by name and by number, and by no other field', () => {
    expect(findUser('root')).toMatchObject({ user: 'root', uid: 0, gid: 0 });
    expect(findUser('0')).toMatchObject({ user: 'root' });
    expect(findUser('/root')).toBeUndefined();
    expect(findUser('00')).toBeUndefined();
    expect(findUser('')).toBeUndefined();
    expect(findGroup('0')?.gid).toBe(0);
    expect(findGroup('no such group')?.gid).toBeUndefined();
  });
  it('is no key that could be more than one', () => {
    for (const key of ['', 'a:b', 'a\nb', 'a\0b']) expect(askNameService('passwd', key)).toBeUndefined();
  });
});

describe('a folder', () => {
  const account = { user: 'mail', group: 8, uid: 8, gid: 8 };
  const may = (mode: number, uid: number, gid: number, groups: readonly number[] = [8]) =>
    mayWrite({ mode, uid, gid }, account, groups);
  it.each([
    ['its owner', 0o700, 8, 0, [8], true],
    ['its group', 0o770, 0, 8, [8], true],
    ['a further group of the user', 0o770, 0, 120, [8, 120], true],
    ['everybody', 0o777, 0, 0, [8], true],
    ['another group', 0o770, 0, 120, [8, 121], false],
    ['an owner whose own bits say no, whatever his group may', 0o070, 8, 8, [8], false],
    ['a group whose bits say no, whatever others may', 0o707, 0, 120, [8, 120], false],
    ['who may not enter it', 0o760, 0, 120, [8, 120], false],
  ])('may be written to by %s: %o of %i:%i', (_who, mode, uid, gid, groups, answer) =>
    expect(may(mode, uid, gid, groups)).toBe(answer),
  );
});
