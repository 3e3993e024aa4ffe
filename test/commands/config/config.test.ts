import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { mxray } from '../../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'mxray-config-'));
const good = join(folder, 'good.conf');
const bad = join(folder, 'bad.conf');
writeFileSync(
  good,
  'qualify_domain = SITE.example\nhide mysql_servers = a/b/c/d\nbegin routers\nr:\n driver = accept\n verify_only\n',
);
writeFileSync(bad, 'qualify_domian = x\nacl_smtp_rcpt = a${lc:$nosuch}\n');

afterAll(() => rmSync(folder, { recursive: true }));

describe('config check', () => {
  it('says that nothing is wrong', async () => {
    const { status, out } = await mxray(['config', 'check', '-C', good, '-D', 'SITE=a']);
    expect(out).toContain('nothing is wrong (2 options, 1 router)');
    expect(status).toBe(0);
  });
  it('tells every mistake with its line, a caret under the place in a string: status 2', async () => {
    const { status, out } = await mxray(['config', 'check', '-C', bad]);
    expect(out.split('\n').slice(0, 5)).toEqual([
      `${bad}:1: error: main option "qualify_domian" unknown`,
      '    did you mean "qualify_domain"?',
      `${bad}:2: error: acl_smtp_rcpt: unknown variable name "nosuch"`,
      '    a${lc:$nosuch}',
      expect.stringMatching(/^ +\^$/),
    ]);
    expect(status).toBe(2);
  });
  it('takes configurations in lines', async () => {
    const lines = [
      { id: 1, config: 'auto_thaw = 1x\n' },
      { id: 2, configFile: good, define: { SITE: 'b' } },
      { id: 3, config: '' },
    ];
    const input = lines.map((line) => JSON.stringify(line)).join('\n');
    const { status, out } = await mxray(['config', 'check', '--batch', '-'], {}, input);
    const told = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(told.map(({ id, exit, data }) => [id, exit, data.valid])).toEqual([
      [1, 2, false],
      [2, 0, true],
      [3, 0, true],
    ]);
    expect(told[0].data.problems[0]).toMatchObject({ code: 'value', line: 1, subject: 'auto_thaw' });
    expect(status).toBe(2);
  });
  it('needs a file that is there', async () => {
    const { status, out } = await mxray(['config', 'check', '-C', join(folder, 'none')]);
    expect(out).toContain('no such file or directory');
    expect(status).toBe(2);
  });
});

describe('config show', () => {
  it('prints what was asked for', async () => {
    const words = ['qualify_domain', 'mysql_servers', 'router_list', 'macro', 'SITE'];
    const { status, out } = await mxray(['config', 'show', '-C', good, '-D', 'SITE=a', ...words]);
    expect(out).toBe('qualify_domain = a.example\nmysql_servers = <value not displayable>\nr\nSITE=a\n');
    expect(status).toBe(0);
  });
  it('values alone with -n', async () => {
    expect((await mxray(['config', 'show', '-C', good, '-n', 'auto_thaw'])).out).toBe('0s\n');
  });
  it('what is not there is status 1, a configuration that cannot be read status 2', async () => {
    expect((await mxray(['config', 'show', '-C', good, 'nosuch'])).status).toBe(1);
    const { status, complaint } = await mxray(['config', 'show', '-C', bad]);
    expect(status).toBe(2);
    expect(complaint).toContain(`${bad}:1: main option "qualify_domian" unknown`);
  });
});
