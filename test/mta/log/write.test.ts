import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createLog,
  entry,
  type LogPorts,
  type LogSettings,
  MAIN,
  MAIN_AND_PANIC,
  MAIN_AND_REJECT,
  parseLogPath,
  readLogSettings,
  syslogParts,
} from '../../../src/mta/log/index.ts';

const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'mxray-log-'));
  folders.push(made);
  return made;
};
afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
});

const at = new Date(2026, 10, 25, 8, 57, 53, 7);
const clock = { now: () => at, monotonicMs: () => 0 };

function settings(options: Record<string, string | boolean>): LogSettings {
  const read = readLogSettings((name) => options[name]);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

const logIn = (place: string, options: Record<string, string | boolean> = {}, ports: LogPorts = {}) =>
  createLog(settings({ log_file_path: `${place}/%slog`, spool_directory: place, ...options }), {
    clock,
    pid: 77,
    ...ports,
  });

const line = (text: string, to = MAIN) => entry('test', {}, text, to);
const read = (...path: string[]): string => readFileSync(join(...path), 'latin1');

describe('files', () => {
  it('have whole lines with time, process and id, mode 0640, in a folder that is made', () => {
    const place = join(folder(), 'a', 'b');
    const log = logIn(place, { log_selector: '+pid +millisec' });
    log.write(line('one \xe9'), '1xWL1a-0003pi-2n');
    log.write(line('two'));
    expect(log.flush()).toBeUndefined();
    expect(read(place, 'mainlog')).toBe(
      '2026-11-25 08:57:53.007 [77] 1xWL1a-0003pi-2n one \xe9\n2026-11-25 08:57:53.007 [77] two\n',
    );
    expect(statSync(join(place, 'mainlog')).mode & 0o777).toBe(0o640);
    expect(existsSync(join(place, 'rejectlog'))).toBe(false);
  });

  it('are written once a turn, and whoever waits is told', async () => {
    const place = folder();
    const log = logIn(place);
    log.write(line('one'));
    log.write(line('two'));
    const first = log.written();
    expect(log.written()).toBe(first);
    expect(existsSync(join(place, 'mainlog'))).toBe(false);
    expect(await first).toBeUndefined();
    expect(read(place, 'mainlog').split('\n')).toHaveLength(3);
    expect(await log.written()).toBeUndefined();
  });

  it('by a selector that is off are not in the main log, but in the others', () => {
    const place = folder();
    const log = logIn(place);
    log.write(entry('test', {}, 'refused', MAIN_AND_REJECT, 'smtp_syntax_error'));
    log.flush();
    expect(existsSync(join(place, 'mainlog'))).toBe(false);
    expect(read(place, 'rejectlog')).toContain(' refused\n');
    const without = logIn(place, { write_rejectlog: false });
    without.write(line('again', MAIN_AND_REJECT));
    without.flush();
    expect(read(place, 'rejectlog')).not.toContain('again');
    expect(read(place, 'mainlog')).toContain('again');
  });

  it('of refusals show envelope and headers below', () => {
    const place = folder();
    const below = {
      sender: 'sue@example.com',
      recipients: Array.from({ length: 7 }, (_, number) => `r${number}@example.org`),
      headers: [
        { letter: ' ', text: 'Subject: a\n b\n' },
        { letter: 'I', text: 'Message-ID: <x1@example.com>\n' },
      ],
    };
    const log = logIn(place);
    log.write({ ...line('rejected', MAIN_AND_REJECT), below }, 'id');
    log.flush();
    expect(read(place, 'mainlog')).toBe('2026-11-25 08:57:53 id rejected\n');
    expect(read(place, 'rejectlog')).toBe(
      '2026-11-25 08:57:53 id rejected\nEnvelope-from: <sue@example.com>\nEnvelope-to: <r0@example.org>\n' +
        '    <r1@example.org>\n    <r2@example.org>\n    <r3@example.org>\n    <r4@example.org>\n    ...\n' +
        '  Subject: a\n b\nI Message-ID: <x1@example.com>\n',
    );
    log.write({ ...line('grave', ['main', 'panic', 'reject']), below }, 'id');
    log.flush();
    expect(read(place, 'mainlog')).toMatch(/ id grave\n$/);
    expect(read(place, 'paniclog')).toMatch(/^.* id grave\nEnvelope-from: <sue@example.com>\n/);
    const long = {
      ...below,
      headers: Array.from({ length: 20 }, () => ({ letter: ' ', text: `X: ${'y'.repeat(900)}\n` })),
    };
    log.write({ ...line('rejected', MAIN_AND_REJECT), below: long });
    log.flush();
    const whole = read(place, 'rejectlog');
    expect(whole.endsWith('\n*** truncated ***\n')).toBe(true);
    expect(whole.length).toBeLessThan(8_192 + 500);
  });

  it('that were moved away are made anew, without a word from anybody', () => {
    const place = folder();
    const log = logIn(place);
    log.write(line('one'));
    log.flush();
    renameSync(join(place, 'mainlog'), join(place, 'mainlog.1'));
    log.write(line('two'));
    log.flush();
    expect(read(place, 'mainlog.1')).toContain('one');
    expect(read(place, 'mainlog')).toBe('2026-11-25 08:57:53 two\n');
    unlinkSync(join(place, 'mainlog'));
    log.reopen();
    log.write(line('three'));
    log.flush();
    expect(read(place, 'mainlog')).toContain('three');
  });

  it('with a date in their names change with it; the panic log has none', () => {
    const place = folder();
    let day = 25;
    const moving = { now: () => new Date(2026, 10, day), monotonicMs: () => 0 };
    const log = createLog(settings({ log_file_path: `${place}/%D-%s.log`, spool_directory: place }), { clock: moving });
    log.write(line('one', MAIN_AND_PANIC));
    log.flush();
    day = 26;
    log.write(line('two'));
    log.flush();
    expect(read(place, '20261125-main.log')).toContain('one');
    expect(read(place, '20261126-main.log')).toContain('two');
    expect(read(place, 'panic.log')).toContain('one');
  });

  it('keep lines whole that several processes write', async () => {
    const place = folder();
    const script = join(place, 'writer.mjs');
    const module = new URL('../../../src/mta/log/index.ts', import.meta.url).href;
    writeFileSync(
      script,
      `const { createLog, entry, readLogSettings } = await import(${JSON.stringify(module)});
       const read = readLogSettings((name) => ({ log_file_path: ${JSON.stringify(`${place}/%slog`)} })[name]);
       const log = createLog(read.value);
       for (let n = 0; n < 300; n += 1) {
         log.write(entry('test', {}, process.argv[2].repeat(200)));
         if (n % 7 === 0) log.flush();
       }
       log.flush();`,
    );
    const tsx = new URL('../../../node_modules/tsx/dist/cli.mjs', import.meta.url).pathname;
    const ends = ['a', 'b', 'c'].map(
      (letter) =>
        new Promise((resolve) => {
          spawn(process.execPath, [tsx, script, letter], { stdio: 'ignore' }).once('exit', resolve);
        }),
    );
    expect(await Promise.all(ends)).toEqual([0, 0, 0]);
    const lines = read(place, 'mainlog').trimEnd().split('\n');
    expect(lines).toHaveLength(900);
    for (const one of lines) expect(one).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d (?:a{200}|b{200}|c{200})$/);
  }, 30_000);

  it('never have a line end within a line', () => {
    const place = folder();
    const log = logIn(place);
    log.write(line('one\r\n2026-11-25 08:57:53 forged'));
    log.flush();
    expect(read(place, 'mainlog')).toBe('2026-11-25 08:57:53 one\\r\\n2026-11-25 08:57:53 forged\n');
  });
});

describe('trouble', () => {
  it('is told to who waits, and the log says afterwards what is missing', async () => {
    const place = folder();
    const said: string[] = [];
    const log = logIn(place, {}, { stderr: (text) => said.push(text) });
    symlinkSync('/dev/full', join(place, 'mainlog'));
    log.write(line('one'));
    log.write(line('two'));
    expect(await log.written()).toMatchObject({
      code: 'log/no-space',
      message: `cannot write the log file ${place}/mainlog: no space left on device`,
      temporary: true,
    });
    log.write(line('three'));
    expect(log.flush()).toMatchObject({ code: 'log/no-space' });
    expect(log.flush()).toBeUndefined();
    unlinkSync(join(place, 'mainlog'));
    log.write(line('four'));
    expect(log.flush()).toBeUndefined();
    log.flush();
    expect(read(place, 'mainlog')).toBe(
      '2026-11-25 08:57:53 four\n2026-11-25 08:57:53 3 lines for the logs could not be written\n',
    );
    expect(read(place, 'paniclog')).toContain('3 lines for the logs could not be written');
    expect(said.filter((text) => text.includes('no space'))).toHaveLength(1);
  });

  it('is known at start, where a file cannot be opened', () => {
    const place = folder();
    mkdirSync(join(place, 'mainlog'));
    expect(logIn(place).open()).toMatchObject({
      code: 'log/failed',
      message: `cannot open the log file ${place}/mainlog: it is a directory`,
    });
    writeFileSync(join(place, 'file'), '');
    expect(logIn(join(place, 'file')).open()).toMatchObject({ code: 'log/failed' });
    chmodSync(place, 0o755);
    expect(logIn(join(place, 'other')).open()).toBeUndefined();
  });

  it('begins no reject log where none is written', () => {
    const place = folder();
    expect(logIn(place, { write_rejectlog: false }).open()).toBeUndefined();
    expect(readdirSync(place)).toEqual(['mainlog']);
    expect(logIn(place).open()).toBeUndefined();
    expect(readdirSync(place)).toEqual(['mainlog', 'rejectlog']);
  });
});

describe('log_file_path', () => {
  const places = (text: string) => {
    const parsed = parseLogPath(text, '/var/spool/exim');
    return parsed.ok ? parsed.value : parsed.error.message;
  };

  it('is a path, syslog, or both', () => {
    expect(places('')).toEqual({ template: '/var/spool/exim/log/%slog', syslog: false });
    expect(places('/var/log/%slog')).toEqual({ template: '/var/log/%slog', syslog: false });
    expect(places('syslog')).toEqual({ syslog: true });
    expect(places('syslog : /var/log/%s')).toEqual({ template: '/var/log/%s', syslog: true });
    expect(places(':syslog')).toEqual({ template: '/var/spool/exim/log/%slog', syslog: true });
    expect(places('/a/%s:/b/%s')).toMatchObject({
      template: '/a/%s',
      warning: 'More than one path given in log_file_path: using /a/%s',
    });
  });

  it('is refused where it names no file', () => {
    expect(places('log/%s')).toBe('log_file_path: "log/%s" is not an absolute path');
    expect(places('/log/%x')).toBe('log_file_path: "/log/%x" has %x, which stands for nothing');
    expect(places('/log/%s/%s')).toBe('log_file_path: "/log/%s/%s" has more than one %s');
  });
});

describe('syslog', () => {
  it('gets long lines in numbered parts', () => {
    expect(syslogParts('short\n')).toEqual(['short']);
    expect(syslogParts('a'.repeat(1000))).toEqual([`[1/2] ${'a'.repeat(870)}`, `[2/2] ${'a'.repeat(130)}`]);
    expect(syslogParts(`one\n${'a'.repeat(900)}\ntwo\n`)).toEqual([
      '[1\\4] one',
      `[2/4] ${'a'.repeat(870)}`,
      `[3\\4] ${'a'.repeat(30)}`,
      '[4/4] two',
    ]);
  });

  const fed = async (options: Record<string, string | boolean>, to = MAIN_AND_REJECT): Promise<string> => {
    const place = folder();
    const made = settings({ log_file_path: 'syslog', log_selector: '+pid', spool_directory: place, ...options });
    const command = ['/bin/sh', '-c', `cat > ${place}/out`];
    const log = createLog({ ...made, syslog: { ...made.syslog, command } }, { clock, pid: 77 });
    log.write(line('text', to), 'id');
    await log.close();
    return read(place, 'out');
  };

  it('gets each line with its priority', async () => {
    expect(await fed({})).toBe('<22>2026-11-25 08:57:53 [77] id text\n<21>2026-11-25 08:57:53 [77] id text\n');
    expect(await fed({ syslog_facility: 'local3' }, MAIN_AND_PANIC)).toMatch(/^<158>.*\n<153>.*\n$/);
  });

  it('without what options take away', async () => {
    expect(await fed({ syslog_duplication: false })).toBe('<21>2026-11-25 08:57:53 [77] id text\n');
    expect(await fed({ syslog_duplication: false, syslog_pid: false })).toBe('<21>2026-11-25 08:57:53 id text\n');
    expect(await fed({ syslog_duplication: false, syslog_timestamp: false })).toBe('<21>[77] id text\n');
  });

  it('is fed by the system’s logger, which adds name and process', async () => {
    if (spawnSync('logger', ['--version']).error !== undefined) return;
    const path = join(folder(), 'socket');
    let heard = '';
    const server = createServer((socket) => socket.on('data', (part) => (heard += part.toString('latin1'))));
    await new Promise<void>((resolve) => server.listen(path, resolve));
    const made = settings({ log_file_path: 'syslog', spool_directory: '/' });
    const command = ['logger', '--prio-prefix', '--id=77', '--tag', 'exim', '--socket', path];
    const log = createLog({ ...made, syslog: { ...made.syslog, command } }, { clock });
    log.write(line('one\xe9'));
    log.write(line('two', MAIN_AND_PANIC));
    await log.close();
    await new Promise((resolve) => server.close(resolve));
    expect(
      [...heard.matchAll(/<(\d+)>[^<]* exim\[77\]: ([^<\0\n]*)/g)].map(([, priority, text]) => [priority, text]),
    ).toEqual([
      ['22', '2026-11-25 08:57:53 one\xe9'],
      ['22', '2026-11-25 08:57:53 two'],
      ['17', '2026-11-25 08:57:53 two'],
    ]);
  });

  it('says once that it cannot be reached', async () => {
    const made = settings({ log_file_path: 'syslog', spool_directory: '/' });
    const said: string[] = [];
    const gone = { ...made, syslog: { ...made.syslog, command: ['/nonexistent/logger'] } };
    const log = createLog(gone, { stderr: (text) => said.push(text) });
    log.write(line('one'));
    log.write(line('two'));
    await log.close();
    expect(said).toEqual(['syslog: /nonexistent/logger cannot be started: ENOENT\n']);
  });
});

describe('beside the lines', () => {
  it('the same facts go out as JSON, one object a line', () => {
    const place = folder();
    const log = logIn(place, { log_json: `${place}/events-%D.jsonl` });
    log.write(entry('arrival', { sender: 'caf\xc3\xa9@example.org', sizeBytes: 7 }, '<= caf\xc3\xa9 \xe9', MAIN), 'id');
    log.flush();
    const text = readFileSync(join(place, 'events-20261125.jsonl'), 'utf8');
    expect(text.endsWith('\n')).toBe(true);
    expect(JSON.parse(text)).toEqual({
      time: at.toISOString(),
      event: 'arrival',
      id: 'id',
      pid: 77,
      logs: ['main'],
      text: '<= caf\xc3\xa9 \xe9',
      facts: { sender: 'café@example.org', sizeBytes: 7 },
    });
  });

  it('the log of a message has lines without its id', () => {
    const kept: string[] = [];
    const log = logIn(folder(), {}, { messageLogs: { append: (id, text) => kept.push(`${id}: ${text}`) } });
    log.message('id', 'Received from sue');
    expect(kept).toEqual(['id: 2026-11-25 08:57:53 Received from sue\n']);
  });

  it('the panic log is said aloud, too', () => {
    const said: string[] = [];
    const log = logIn(folder(), {}, { stderr: (text) => said.push(text) });
    log.write(line('bad', MAIN_AND_PANIC));
    log.flush();
    expect(said).toEqual(['2026-11-25 08:57:53 bad\n']);
  });
});
