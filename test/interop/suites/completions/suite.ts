/** The completions we write, loaded by the shells they are for, and a key pressed. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, run as runProgram } from '../../framework/command.ts';
import { concurrently } from '../../framework/concurrently.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';

export const suite: Suite = {
  name: 'completions',
  proves: 'bash, zsh and fish load our completions without a complaint and complete commands, flags and values',
  run,
};

const MXRAY = join(import.meta.dirname, '../../../../bin/run.js');
const CAPTURE = join(import.meta.dirname, 'capture.zsh');

/** A line as typed, and what the shell should offer for its last word. */
type Row = readonly [line: string, offered: string];

const ROWS: readonly Row[] = [
  ['mxray da', 'dane'],
  ['mxray expl', 'explain'],
  ['mxray dane ch', 'check'],
  ['mxray dns q', 'query'],
  ['mxray dane check --requ', '--require-dane'],
  ['mxray dnssec trace --trust-', '--trust-anchor'],
  ['mxray schema --pla', '--plain'],
  ['mxray completion --asc', '--ascii'],
];

/** Values are one word of their own in bash and fish, and behind "=" in zsh. */
const VALUES: readonly Row[] = [
  ['mxray dane check --starttls si', 'sieve'],
  ['mxray dns query --trust val', 'validate'],
  ['mxray dns query --fail-on ne', 'never'],
];

type Offer = (script: string, line: string) => Promise<string>;

const SHELLS: Readonly<Record<'bash' | 'zsh' | 'fish', Offer>> = { bash: fromBash, zsh: fromZsh, fish: fromFish };

async function run(context: Context): Promise<void> {
  for (const [shell, offer] of Object.entries(SHELLS)) {
    const folder = join(context.folder, shell);
    mkdirSync(folder);
    const script = join(folder, shell === 'zsh' ? '_mxray' : `mxray.${shell}`);
    writeFileSync(script, await mustRun(process.execPath, [MXRAY, 'completion', shell]));
    await concurrently(4, [...ROWS, ...VALUES], ([typed, offered]) => {
      const line = shell === 'zsh' ? typed.replace(/(--[a-z-]+) (?=\S+$)/, '$1=') : typed;
      return context.test(`${shell}: ${line}`, async () => {
        const found = await offer(script, line);
        if (!found.split('\n').includes(offered)) throw new Error(`wanted ${offered}, found:\n${found}`);
      });
    });
  }
}

/** All that the shell says must be an offer: a complaint is none. */
async function said(command: string, args: readonly string[]): Promise<string> {
  const { stdout, stderr, status } = await runProgram(command, args);
  if (status !== 0 || stderr !== '') throw new Error(`status ${status}: ${stderr.slice(0, 500)}`);
  return stdout;
}

function fromBash(script: string, line: string): Promise<string> {
  const words = line.split(' ').map((word) => `'${word}'`);
  const press = `COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; _mxray; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return said(programs.bash, ['--norc', '-c', `source ${script}; ${press}`]);
}

/** Descriptions stand behind a tab. */
async function fromFish(script: string, line: string): Promise<string> {
  const offers = await said(programs.fish, ['--no-config', '-c', `source ${script}; complete -C '${line}'`]);
  return offers.replace(/\t.*$/gm, '');
}

/** Only a line editor completes in zsh; what it put for the last word is taken off the line. */
async function fromZsh(script: string, line: string): Promise<string> {
  const screen = await said(programs.zsh, ['-f', CAPTURE, script, line]);
  const [, completed = ''] = /<([^>\n]*)>/.exec(screen.replaceAll('\r', '')) ?? [];
  return completed.trim().replace(/=$/, '').split(/[ =]/).at(-1) ?? '';
}
