/** A configuration that cannot be used, and how we were called: what standard error and the logs have of it, as with Exim 4.96. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noteCall, usable } from '../../../src/mta/personality/modes/problems.ts';
import type { Call, PersonalityPorts } from '../../../src/mta/personality/types.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mistakes-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const NOW = new Date(2026, 10, 27, 12, 0, 0);
const SENTENCE = 'Exim configuration error in line 3 of /exim.conf:\n  main option "nosuch" unknown\n';

async function called(flag: string, line: string, env: PersonalityPorts['env'] = {}, verbose = false) {
  const complained: string[] = [];
  const ports = {
    clock: { now: () => NOW },
    env,
    complain: (text: string) => void complained.push(text),
  } as unknown as PersonalityPorts;
  const text = `spool_directory = ${folder}\nlog_file_path = ${folder}/%slog\n${line}\n`;
  const call = {
    words: [],
    verbose,
    flag,
    configuration: { source: { text, name: '/exim.conf' }, macros: {} },
  } as unknown as Call;
  const configuration = await usable(call, ports);
  if (configuration !== undefined && configuration !== 'mistaken')
    await noteCall(call, [flag, 'a b'], configuration, ports);
  return { said: complained.join(''), configuration };
}

function logged(name: string): string | undefined {
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch {
    return undefined;
  }
}

describe('a configuration that cannot be used', () => {
  it.each(['-bp', '-Mvh', '-q', '-brt'])('is told with the time by %s, and on the panic log', async (flag) => {
    const { said, configuration } = await called(flag, 'nosuch = 1');
    expect(configuration).toBe('mistaken');
    expect(said).toBe(`2026-11-27 12:00:00 ${SENTENCE}`);
    expect(logged('paniclog')).toBe(said);
  });

  it.each(['-be', '-bt', '-bv', '-brw'])('is logged nowhere by %s, which only tries', async (flag) => {
    expect((await called(flag, 'nosuch = 1')).said).toBe(`2026-11-27 12:00:00 ${SENTENCE}`);
    expect(logged('paniclog')).toBeUndefined();
  });

  it('is told as a line of a log by -bP', async () => {
    expect((await called('-bP', 'nosuch = 1')).said).toBe(`LOG: PANIC DIE\n  ${SENTENCE}`);
    expect(logged('paniclog')).toBe(`2026-11-27 12:00:00 ${SENTENCE}`);
  });
});

describe('the selector arguments', () => {
  it('has how we were called', async () => {
    await called('-Mvh', 'log_selector = +arguments');
    expect(logged('mainlog')).toBe(`2026-11-27 12:00:00 cwd=${process.cwd()} 3 args: exim -Mvh "a b"\n`);
  });
  it.each([
    ['-bP', 'log_selector = +arguments'],
    ['-Mvh', 'log_selector = +pid'],
  ])('has nothing of %s with %s', async (flag, line) => {
    await called(flag, line);
    expect(logged('mainlog')).toBeUndefined();
  });
});

describe('an environment of which nobody has said what is kept', () => {
  const env = { PATH: '/bin' };
  const PURGED = '2026-11-27 12:00:00 Warning: purging the environment.\n Suggested action: use keep_environment.\n';

  it.each(['-bp', '-q', '-Mvl', '-bI:help', '-bi'])('is logged by %s', async (flag) => {
    await called(flag, '', env);
    expect(logged('mainlog')).toBe(PURGED);
  });

  it.each(['-bt', '-bv', '-be', '-brw', '-brt', '-bP'])('is not by %s', async (flag) => {
    await called(flag, '', env);
    expect(logged('mainlog')).toBeUndefined();
  });

  it('is shown under -v as well', async () => {
    const { said } = await called('-bp', '', env, true);
    expect(said).toBe('LOG: MAIN\n  Warning: purging the environment.\n Suggested action: use keep_environment.\n');
  });

  it('is not where it is said, or where there is none', async () => {
    await called('-bp', 'keep_environment =', env);
    await called('-bp', '', {});
    expect(logged('mainlog')).toBeUndefined();
  });
});
