/** `mxray expand` as it is built: strings, lines, batches, statuses. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const PROGRAM = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

const run = (words: readonly string[], input = '') => {
  const { status, stdout } = spawnSync(process.execPath, [PROGRAM, 'expand', ...words], { input, encoding: 'utf8' });
  return { status, stdout };
};

it('prints what strings come to, a failure as exim -be does, and is then status 1', () => {
  expect(run(['${lc:A}', '${nosuch:b}'])).toEqual({
    status: 1,
    stdout: 'a\nFailed: unknown expansion operator "nosuch"\n',
  });
});

it('reads lines, and what they set', () => {
  expect(run([], 'set acl_m_x = é\n${uc:a}$acl_m_x')).toEqual({ status: 0, stdout: 'variable m_x set\nAé\n' });
});

it('a line of a batch has a message, variables and a configuration of its own', () => {
  const line = {
    text: '$h_subject: $acl_m_x ${listnamed:here}',
    message: 'Subject: hello\n\n',
    vars: { acl_m_x: 'x' },
    config: 'domainlist here = a.example\n',
  };
  const forced = { text: '${if eq{a}{b}{c}fail}' };
  const { status, stdout } = run(['--batch', '-'], [line, forced].map((one) => JSON.stringify(one)).join('\n'));
  const data = stdout
    .trimEnd()
    .split('\n')
    .map((one) => JSON.parse(one).data);
  expect(data).toEqual([
    { outcome: 'text', text: 'hello x a.example', tainted: true },
    { outcome: 'forced-fail', error: '"if" failed and "fail" requested' },
  ]);
  expect(status).toBe(1);
});

it('a line of a batch without a text is an error, and the lines behind it go on', () => {
  const { status, stdout } = run(
    ['--batch', '-'],
    ['{"id":"a"}', '{"id":"b","text":null}', '{"id":"c","text":"${lc:C}"}'].join('\n'),
  );
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(status).toBe(2);
  expect(lines.map(({ id, exit }) => [id, exit])).toEqual([
    ['a', 2],
    ['b', 2],
    ['c', 0],
  ]);
  expect(lines[0].error.message).toBe('there is no "text" to expand');
  expect(lines[2].data.text).toBe('c');
});

it.each([
  ['Asia/Kolkata', '+0530'],
  ['UTC', '+0000'],
])('tells times where the configuration is (timezone = %s)', (zone, offset) => {
  const folder = mkdtempSync(join(tmpdir(), 'mxray-zone-'));
  const file = join(folder, 'conf');
  writeFileSync(file, `timezone = ${zone}\n`);
  expect(run(['-C', file, '$tod_zone'])).toEqual({ status: 0, stdout: `${offset}\n` });
  rmSync(folder, { recursive: true });
});
