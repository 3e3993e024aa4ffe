/** Common flags, fields, environment, exit statuses and near words: cli.md "Options that mean the same everywhere". */
import { describe, expect, it } from 'vitest';
import { type Finding, nearest, type Severity } from '../../../src/base/index.ts';
import { wordsFromEnvironment } from '../../../src/ui/command/environment.ts';
import { exitOf, exitOfFailure, type FailOn, worstExit } from '../../../src/ui/command/exit.ts';
import { Fields, parseInstant } from '../../../src/ui/command/fields.ts';
import { readSettings } from '../../../src/ui/command/settings.ts';
import { safeText, wantsColor, wantsLive } from '../../../src/ui/command/terminal.ts';

const settingsOf = (flags: Record<string, unknown>) => {
  const read = readSettings(flags);
  return read.ok ? read.value : read.error.message;
};

describe('settings', () => {
  it('have defaults', () => {
    expect(settingsOf({})).toMatchObject({
      outputs: [{ format: 'text' }],
      failOn: 'error',
      jobs: 8,
      timeoutMs: 10_000,
    });
  });
  it('a batch is JSON lines unless a format is asked for', () => {
    expect(settingsOf({ batch: '-' })).toMatchObject({ outputs: [{ format: 'jsonl' }] });
    expect(settingsOf({ batch: '-', output: ['text'] })).toMatchObject({ outputs: [{ format: 'text' }] });
  });
  it('-o takes a format, and a file behind "="', () => {
    expect(settingsOf({ output: ['junit=a=b.xml', 'json'] })).toMatchObject({
      outputs: [{ format: 'junit', file: 'a=b.xml' }, { format: 'json' }],
    });
  });
  it.each([
    [{ output: ['yaml'] }, 'the format must be one of text, json'],
    [{ output: ['junit='] }, 'names no file'],
    [{ output: ['text', 'json'] }, 'only one --output can go to standard output'],
    [{ ipv4: true, ipv6: true }, '-4 and -6 exclude each other'],
    [{ timeout: '0' }, '--timeout must be'],
    [{ timeout: '3601' }, '--timeout must be'],
    [{ jobs: '0' }, '"jobs" must be a whole number from 1 to 1024'],
    [{ ehlo: 'a b' }, '--ehlo must be a host name'],
    [{ ehlo: 'a\r\nRSET' }, '--ehlo must be a host name'],
    [{ at: '2026-11-24T12:00:00' }, 'must be a time such as'],
  ])('%j is refused, and the message says what would be right', (flags, complaint) => {
    expect(settingsOf(flags)).toContain(complaint);
  });
  it('seconds may be broken', () => {
    expect(settingsOf({ timeout: '0.25' })).toMatchObject({ timeoutMs: 250 });
  });
});

describe('fields', () => {
  it('name every problem at once', () => {
    const fields = new Fields({ port: 'x', list: [1], on: 'yes' });
    fields.text('name', 'a domain');
    fields.integer('port', { min: 1, max: 9 });
    fields.texts('list');
    fields.flag('on');
    const done = fields.done(0);
    expect(done.ok ? [] : done.error.message.split('\n').map((line) => line.split('"')[1])).toEqual([
      'name',
      'port',
      'list',
      'on',
    ]);
  });
  it.each([
    ['2026-11-24', '2026-11-24T00:00:00.000Z'],
    ['2026-11-24T01:00:00+01:00', '2026-11-24T00:00:00.000Z'],
    ['2026-11-24T01:00', undefined],
    ['2026-13-24', undefined],
    ['yesterday', undefined],
  ])('an instant %s is %s (RFC 3339 §5.6)', (text, expected) => {
    expect(parseInstant(text)?.toISOString()).toBe(expected);
  });
});

describe('environment', () => {
  const flags = {
    'trust-anchor': { type: 'option' },
    plain: { type: 'boolean' },
    quiet: { type: 'boolean', char: 'q' },
  } as const;
  it.each([
    [{ MXRAY_TRUST_ANCHOR: 'f' }, [], ['--trust-anchor=f']],
    [{ MXRAY_TRUST_ANCHOR: 'f' }, ['--trust-anchor', 'g'], []],
    [{ MXRAY_TRUST_ANCHOR: 'f' }, ['--', '--trust-anchor'], ['--trust-anchor=f']],
    [{ MXRAY_PLAIN: '1' }, [], ['--plain']],
    [{ MXRAY_PLAIN: '0' }, [], []],
    [{ MXRAY_PLAIN: '' }, [], []],
    [{ MXRAY_QUIET: 'yes' }, ['-vq'], []],
  ])('%j with %j gives %j', (environment, words, expected) => {
    expect(wordsFromEnvironment(flags, words, environment)).toEqual(expected);
  });
});

describe('exit status', () => {
  const found = (...severities: Severity[]): Finding[] =>
    severities.map((severity) => ({ id: 'a.b', severity, scope: {}, title: 't', refs: [] }));
  it.each<[Severity[], FailOn, number]>([
    [['ok'], 'error', 0],
    [['warn'], 'error', 0],
    [['warn'], 'warn', 1],
    [['info'], 'info', 1],
    [['error', 'unknown'], 'error', 1],
    [['unknown'], 'error', 3],
    [['unknown'], 'never', 3],
    [['error'], 'never', 0],
  ])('%j with --fail-on %s is %d', (severities, failOn, expected) => {
    expect(exitOf(found(...severities), failOn)).toBe(expected);
  });
  it('of a failure is 2 where the configuration is to blame, and 3 else', () => {
    const failure = { code: 'a/b', message: '', temporary: false };
    const statuses = (['configuration', 'network', 'peer', 'local'] as const).map((fault) =>
      exitOfFailure({ ...failure, fault }),
    );
    expect(statuses).toEqual([2, 3, 3, 3]);
  });
  it('of a batch is the worst, 3 counting above 1', () => {
    expect([worstExit([]), worstExit([0, 1]), worstExit([1, 3, 0]), worstExit([70, 3])]).toEqual([0, 1, 3, 70]);
  });
});

describe('terminal', () => {
  const terminal = { env: {}, isTerminal: true };
  it.each([
    ['auto', { ...terminal }, true],
    ['auto', { env: {}, isTerminal: false }, false],
    ['auto', { env: { NO_COLOR: '1' }, isTerminal: true }, false],
    ['auto', { env: { NO_COLOR: '' }, isTerminal: true }, true],
    ['auto', { env: { TERM: 'dumb' }, isTerminal: true }, false],
    ['auto', { env: { FORCE_COLOR: '1' }, isTerminal: false }, true],
    ['always', { env: { NO_COLOR: '1' }, isTerminal: false }, true],
    ['never', { env: { FORCE_COLOR: '1' }, isTerminal: true }, false],
  ] as const)('colour %s in %j is %s', (color, surroundings, expected) => {
    expect(wantsColor(color, surroundings)).toBe(expected);
  });
  it('draws live for text on a terminal alone', () => {
    const live = (flags: Record<string, unknown>, surroundings = terminal) => {
      const settings = readSettings(flags);
      return settings.ok && wantsLive(settings.value, surroundings);
    };
    expect([live({}), live({ plain: true }), live({ json: true }), live({ output: ['junit=f'] })]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect([
      live({}, { env: { CI: 'true' }, isTerminal: true } as never),
      live({}, { env: {}, isTerminal: false }),
    ]).toEqual([false, false]);
  });
  it('what a peer said cannot steer the terminal', () => {
    expect(safeText('a\u001b[2Jb\u009bc\u0007')).not.toMatch(/[\u001b\u009b\u0007]/);
  });
});

describe('nearest', () => {
  it.each([
    ['dns qurey', ['dns query', 'dnssec trace'], 'dns query'],
    ['trust-achnor', ['trust-anchor', 'trust'], 'trust-anchor'],
    ['zzz', ['dns query'], undefined],
  ])('%s of %j is %s', (word, known, expected) => {
    expect(nearest(word, known)).toBe(expected);
  });
});
