/** What `-brw`, `-brt` and their kin print, on both outputs. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../../framework/command.ts';
import { concurrently } from '../../../framework/concurrently.ts';
import type { Context } from '../../../framework/types.ts';
import { programs } from '../../../peers/programs.ts';
import { RULE_SETS, type RuleSet } from './sets.ts';
import { RETRY_RULES, REWRITE_RULES } from './single.ts';
import { QUESTIONS, RULES } from './usual.ts';

const PROGRAM = join(import.meta.dirname, '../../../../../bin/run.js');
const WIDTH = 2;
/** So many of those that differ are shown. */
const SHOWN = 10;

export async function compareRules(context: Context): Promise<void> {
  await context.test('rewriting and retry rules, and several addresses at once, as exim says', async () => {
    const file = configure(context, 'rules', RULES);
    const asked = QUESTIONS.filter((_, at) => context.full || at % 4 === 0 || at >= QUESTIONS.length - 7);
    await compare(
      context,
      asked.map((words) => ({ file, words })),
    );
  });
  if (!context.full) return;
  for (const set of RULE_SETS) await context.test(`rules: ${set.name}`, () => compareSet(context, set));
  await context.test('rules by themselves, many of them wrong', () =>
    compare(context, [
      ...RETRY_RULES.map((rule, at) => aloneOf(context, `retry-${at}`, 'begin retry', rule, '-brt x.test x.test')),
      ...REWRITE_RULES.map((rule, at) => aloneOf(context, `rewrite-${at}`, 'begin rewrite', rule, '-brw a@x.test')),
    ]),
  );
}

interface Asked {
  readonly file: string;
  readonly words: readonly string[];
}

const aloneOf = (context: Context, name: string, section: string, written: string, call: string): Asked => {
  const [rule = '', error] = written.split(' | ');
  const file = configure(context, name, `qualify_domain = q.test\n${section}\n${rule}\n`);
  return { file, words: [...call.split(' '), ...(error === undefined ? [] : [error])] };
};

function compareSet(context: Context, { name, main = '', sections, files = {}, calls }: RuleSet): Promise<void> {
  const folder = join(context.folder, name.replaceAll(' ', '-'));
  mkdirSync(folder, { recursive: true });
  const place = (text: string): string => text.replaceAll('@FOLDER@', folder);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), place(text), 'latin1');
  const file = configure(context, name.replaceAll(' ', '-'), place(main + sections));
  return compare(
    context,
    calls.map((typed) => ({ file, words: wordsOf(typed) })),
  );
}

const wordsOf = (typed: string): readonly string[] =>
  [...typed.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);

function configure(context: Context, name: string, text: string): string {
  const file = join(context.folder, `${name}.conf`);
  // Exim gives up root before it has read its rules, and ends twice over where it cannot log.
  const logs = join(context.folder, 'logs');
  mkdirSync(logs, { recursive: true });
  chmodSync(logs, 0o777);
  const begin = `primary_hostname = mail.sat.test\nspool_directory = ${context.folder}/spool\nlog_file_path = ${logs}/%slog\nkeep_environment =\n`;
  writeFileSync(file, (text.includes('primary_hostname') ? begin.replace(/^.*\n/, '') : begin) + text, 'latin1');
  return file;
}

/** The same words to both programs. */
async function compare(context: Context, asked: readonly Asked[]): Promise<void> {
  const open = await concurrently(WIDTH, asked, async ({ file, words }) => {
    const theirs = await saidBy(programs.exim, ['-C', file, ...words]);
    const ours = await saidBy(process.execPath, [PROGRAM, 'exim', '-C', file, ...words]);
    return theirs === ours ? [] : [`${words.join(' ')}\n${theirs}\n  ours:\n${ours}`];
  });
  const differing = open.flat();
  context.note(`${asked.length - differing.length} of ${asked.length} calls alike`);
  if (differing.length > 0) throw new Error(differing.slice(0, SHOWN).join('\n'));
}

async function saidBy(program: string, words: readonly string[]): Promise<string> {
  const { stdout, stderr, status } = await run(program, words);
  return `${stdout}${stderr.replace(STAMP, '')}status ${status}`;
}

const STAMP = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? /gm;
