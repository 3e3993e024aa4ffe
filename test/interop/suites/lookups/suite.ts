/** `${lookup` and `quote_`: what exim -be prints for a string, and what we make of it. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, run as runProgram } from '../../framework/command.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { startNamed } from '../../peers/authoritative.ts';
import { programs } from '../../peers/programs.ts';
import { RESOLVERS } from '../../world/addresses.ts';
import { CASES, type Case } from './cases.ts';
import { reasonFor } from './differences.ts';
import { casesOf, type RandomFile, randomFiles } from './random-files.ts';
import { CDB_RECORDS, DBM_LINES, TABLES, ZONE } from './tables.ts';

export const suite: Suite = {
  name: 'lookups',
  proves:
    'lookups in files, directories, constant databases and those of Berkeley DB, the DNS and passwd give what exim -be gives, errors included',
  run,
};

const PROGRAM = join(import.meta.dirname, '../../../../bin/run.js');

const SEED = 496;

async function run(context: Context): Promise<void> {
  const folder = join(context.folder, 'tables');
  const files = randomFiles(context.full ? 600 : 30, SEED);
  context.note(`seed ${SEED}`);
  const cases: readonly Case[] = [...CASES, ...casesOf(files)];
  await furnishTables(folder, files);
  const zone = join(context.folder, 'root.zone');
  writeFileSync(zone, ZONE);
  await startNamed(context, {
    addresses: [RESOLVERS.unbound],
    folder: context.folder,
    zones: [
      { name: '', file: zone },
      // One that cannot be loaded: SERVFAIL.
      { name: 'broken.example', file: join(context.folder, 'missing.zone') },
    ],
  });
  const texts = cases.map(({ text }) => text.replaceAll('@FOLDER@', folder));
  const theirs = await exim(context, texts);
  const mine = await ours(texts);
  const groups = new Set(cases.map(({ group }) => group));
  for (const group of groups) {
    const picked = cases
      .map((each, i) => ({ ...each, text: texts[i]!, ours: mine[i]!, theirs: theirs[i]! }))
      .filter((each) => each.group === group);
    await context.test(`${group}: ${picked.length} lookups as exim -be, or with a reason`, () =>
      compare(context, picked),
    );
  }
}

async function furnishTables(folder: string, files: readonly RandomFile[]): Promise<void> {
  mkdirSync(join(folder, 'dir/sub'), { recursive: true });
  for (const [name, text] of Object.entries(TABLES))
    writeFileSync(join(folder, name), text.replaceAll('@FOLDER@', folder), 'latin1');
  for (const { name, text } of files) writeFileSync(join(folder, name), text, 'latin1');
  for (const name of ['file', 'a b', '.hidden']) writeFileSync(join(folder, 'dir', name), '');
  symlinkSync('file', join(folder, 'dir/link'));
  symlinkSync('nowhere', join(folder, 'dir/dangling'));
  const records = CDB_RECORDS.map(([key, data]) => `+${key.length},${data.length}:${key}->${data}\n`);
  await mustRun(programs.cdb, ['-c', join(folder, 'table.cdb')], { input: `${records.join('')}\n` });
  writeFileSync(join(folder, 'dbm-lines'), DBM_LINES, 'latin1');
  const build = (flags: readonly string[], name: string) =>
    mustRun(programs.eximDbmBuild, ['-noduperr', ...flags, join(folder, 'dbm-lines'), join(folder, name)]);
  await build([], 'table.dbm');
  await build(['-nozero'], 'plain.dbm');
  await build(['-nozero', '-nolc'], 'cased.dbm');
}

/** Each line is answered behind a prompt. */
async function exim(context: Context, texts: readonly string[]): Promise<readonly string[]> {
  const file = join(context.folder, 'exim.conf');
  writeFileSync(
    file,
    `primary_hostname = mail.example.com\nspool_directory = ${context.folder}\nlog_file_path = ${context.folder}/%slog\nkeep_environment =\ndomainlist local_domains = example.com\n`,
  );
  const answers: string[] = [];
  // What ends it is answered by its end, and the rest is asked of another.
  while (answers.length < texts.length) {
    const { stdout } = await runProgram(programs.exim, ['-C', file, '-be'], {
      input: `${texts.slice(answers.length).join('\n')}\n`,
      timeoutMs: 600_000,
    });
    const more = stdout.replace(/^> /, '').split('\n> ');
    const isComplete = more.length === texts.length - answers.length + 1;
    answers.push(...more.slice(0, -1), ...(isComplete ? [] : [ENDED]));
  }
  return answers;
}

const ENDED = '(exim ended)';

interface Answered {
  readonly data?: { readonly outcome: string; readonly text?: string; readonly error?: string };
}

async function ours(texts: readonly string[]): Promise<readonly string[]> {
  const config = 'primary_hostname = mail.example.com\ndomainlist local_domains = example.com\n';
  const lines = texts.map((text, id) => JSON.stringify({ id, text, config }));
  const { stdout, stderr } = await runProgram(
    process.execPath,
    [PROGRAM, 'expand', '--batch', '-', '--jobs=1', '-o', 'jsonl', '--trust=none'],
    { input: `${lines.join('\n')}\n`, timeoutMs: 600_000 },
  );
  const answers = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Answered);
  if (answers.length !== texts.length) throw new Error(`${answers.length} of ${texts.length}: ${stderr.slice(0, 300)}`);
  return answers.map(({ data }) => (data?.outcome === 'text' ? data.text! : `Failed: ${data?.error}`));
}

interface Compared {
  readonly text: string;
  readonly ours: string;
  readonly theirs: string;
}

function compare(context: Context, cases: readonly Compared[]): void {
  const differences = cases.filter((each) => each.ours !== each.theirs);
  const reasons = differences.map(reasonFor);
  for (const reason of new Set(reasons))
    if (reason !== undefined) context.note(`${reasons.filter((each) => each === reason).length} × ${reason}`);
  const open = differences.filter((_, i) => reasons[i] === undefined);
  if (open.length === 0) return;
  const shown = open
    .slice(0, 60)
    .map(
      ({ text, ours: mine, theirs }) =>
        `  ${text}\n    exim ${JSON.stringify(theirs.slice(0, 200))}\n    ours ${JSON.stringify(mine.slice(0, 200))}`,
    );
  throw new Error(`${open.length} without a reason:\n${shown.join('\n')}`);
}
