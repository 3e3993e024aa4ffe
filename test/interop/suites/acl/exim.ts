/** What `exim -bh` says to a dialogue: the reply that the ACL gives, and what it logs. */
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Case, namedAcl } from '../../../support/acl/table.ts';
import { programs } from '../../peers/programs.ts';
import type { Dialogue } from './dialogue.ts';
import type { Said } from './said.ts';

const OTHERS = ['acl_smtp_mail', 'acl_smtp_rcpt'];

export async function eximSays(one: Case, dialogue: Dialogue, folder: string, head: readonly string[]): Promise<Said> {
  const file = writeConfiguration(one, dialogue, folder, head);
  const client = one.settings.get('client') ?? '192.0.2.1';
  const { output, errors } = await run(file, client, [...dialogue.lines, 'QUIT']);
  const replies =
    output.replace(/^\n[\s\S]*?\*\*\*\* This is not for real!\n\n/, '').match(/(?:\d{3}-.*\n)*\d{3} .*/g) ?? [];
  return { reply: replies[dialogue.replies] ?? '', logs: logsIn(errors) };
}

function writeConfiguration(one: Case, { option }: Dialogue, folder: string, head: readonly string[]): string {
  const spool = join(folder, 'spool');
  mkdirSync(spool, { recursive: true });
  chmodSync(spool, 0o777); // it becomes another user before it writes
  const file = join(folder, 'exim.conf');
  const { name, lines } = namedAcl(one.body);
  const own = [
    `spool_directory = ${spool}`,
    'keep_environment =',
    ...OTHERS.filter((other) => other !== option).map((other) => `${other} = accept`),
    `${option} = ${name}`,
  ];
  const text = [...head, ...one.main, ...own, 'begin acl', ...lines, ''].join('\n');
  // Exim wants its configuration to be root's, and nobody else's to write.
  writeFileSync(file, text, { mode: 0o644, encoding: 'latin1' });
  return file;
}

function run(file: string, client: string, lines: readonly string[]) {
  return new Promise<{ readonly output: string; readonly errors: string }>((resolve, reject) => {
    const child = spawn(programs.exim, ['-C', file, '-bh', client], { stdio: 'pipe' });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => output.push(part));
    child.stderr.on('data', (part: Buffer) => errors.push(part));
    child.stdin.on('error', () => {}); // it hung up before it read everything
    child.once('error', reject);
    child.once('close', () => resolve({ output: text(output), errors: text(errors) }));
    child.stdin.end(lines.map((line) => `${line}\r\n`).join(''), 'latin1');
  });
}

const text = (parts: readonly Buffer[]): string => Buffer.concat(parts).toString('latin1').replaceAll('\r', '');

/** Several lines may be one: what stands behind a line end in a log's text goes on. */
const logsIn = (errors: string): readonly string[] =>
  errors
    .split('\n')
    .filter((line) => line.startsWith('LOG: '))
    .map((line) => line.slice(5));
