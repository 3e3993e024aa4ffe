/** What `exim -be` makes of lines: one process for all of them, another where one dies of a line. */
import { spawn } from 'node:child_process';
import { programs } from '../../peers/programs.ts';
import { writeConfiguration } from './configuration.ts';

/** Answers may have several lines: each is followed by one that is known. */
const MARK = '@@END-OF-ANSWER@@';

/** @returns undefined where Exim died */
export async function eximAnswers(lines: readonly string[], folder: string): Promise<readonly (string | undefined)[]> {
  const file = writeConfiguration(folder);
  const answers: (string | undefined)[] = [];
  while (answers.length < lines.length) {
    const said = await ask(lines.slice(answers.length), file);
    answers.push(...said);
    if (answers.length < lines.length) answers.push(undefined);
  }
  return answers;
}

async function ask(lines: readonly string[], file: string): Promise<readonly string[]> {
  const input = lines.map((line) => `${line}\n${MARK}\n`).join('');
  const output = await outputOf(file, Buffer.from(input, 'latin1'));
  return output
    .split(`> ${MARK}\n`)
    .slice(0, -1)
    .map((answer) => answer.replace(/^> /, '').replace(/\n$/, ''));
}

function outputOf(file: string, input: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(programs.exim, ['-C', file, '-be'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { ...process.env, EXPANSIONS_A: 'environment' },
    });
    const parts: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    child.stdin.on('error', () => {}); // it died before it read everything
    child.once('error', reject);
    child.once('close', () => resolve(Buffer.concat(parts).toString('latin1')));
    child.stdin.end(input);
  });
}
