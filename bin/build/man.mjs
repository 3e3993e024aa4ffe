// `npm run docs`: the manual pages, from oclif's manifest and the prose below. `pages` is pure; the drift test holds man/
// and the list in package.json against it.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MANUAL } from './manual.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** @returns file name under man/ → roff */
export function pages({ commands }, version) {
  const list = Object.values(commands)
    .map((command) => ({
      ...command,
      name: command.id.replaceAll(':', ' '),
      page: `mxray-${command.id.replaceAll(':', '-')}`,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return Object.fromEntries([
    ['mxray.1', mainPage(list, version)],
    ...list.map((command) => [`${command.page}.1`, commandPage(command, list, version)]),
  ]);
}

function mainPage(list, version) {
  const common = commonFlags(list);
  return page('mxray', version, [
    section('NAME', `mxray \\- TLS and DNS diagnostics for people who run mail`),
    section('SYNOPSIS', '.B mxray\n.I COMMAND\n[\n.I ARGUMENTS\n] [\n.I OPTIONS\n]'),
    section('DESCRIPTION', prose(DESCRIPTION)),
    section(
      'COMMANDS',
      list.map(({ page: name, summary = '' }) => `.TP\n.BR ${roff(name)} (1)\n${roff(summary)}`).join('\n'),
    ),
    section('OPTIONS OF EVERY COMMAND', common.map(option).join('\n')),
    section('EXIT STATUS', STATUSES.map(([status, text]) => `.TP\n.B ${status}\n${roff(text)}`).join('\n')),
    section('ENVIRONMENT', prose(ENVIRONMENT)),
    section(
      'FILES',
      `.TP\n.I $XDG_CACHE_HOME/mxray\n${roff('compiled code, so that the second start is faster; MXRAY_NO_CODE_CACHE=1 does without')}`,
    ),
  ]);
}

function commandPage(
  { id, name, page: pageName, summary = '', description = '', args, flags, batchFields = {}, examples = [] },
  list,
  version,
) {
  const shared = new Set(commonFlags(list).map((flag) => flag.name));
  const own = Object.values(flags).filter((flag) => !shared.has(flag.name));
  const words = Object.values(args).map((arg) => `[\\fI${roff(arg.name.toUpperCase())}\\fR]`);
  return page(pageName, version, [
    section('NAME', `${roff(pageName)} \\- ${roff(summary.replace(/\.$/, ''))}`),
    section('SYNOPSIS', `.B mxray ${name}\n${words.join(' ')} [\\fIOPTIONS\\fR]`),
    section('DESCRIPTION', prose([summary, description].filter(Boolean))),
    words.length > 0 &&
      section(
        'ARGUMENTS',
        Object.values(args)
          .map((arg) => `.TP\n.I ${roff(arg.name.toUpperCase())}\n${roff(arg.description ?? '')}`)
          .join('\n'),
      ),
    own.length > 0 && section('OPTIONS', own.map(option).join('\n')),
    Object.keys(batchFields).length > 0 &&
      section('FIELDS OF A BATCH LINE', [roff(BATCH_FIELDS), ...Object.entries(batchFields).map(field)].join('\n')),
    Object.keys(flags).length > 0 && section('OTHER OPTIONS', 'Those of every command are in\n.BR mxray (1).'),
    ...Object.entries(MANUAL[id] ?? {}).map(([title, terms]) =>
      section(title, Object.entries(terms).map(term).join('\n')),
    ),
    examples.length > 0 &&
      section(
        'EXAMPLES',
        `.nf\n${examples.map((line) => roff(line.replace(/<%= config.bin %>/g, 'mxray'))).join('\n')}\n.fi`,
      ),
    section('SEE ALSO', '.BR mxray (1)'),
  ]);
}

/** Flags that every command has, alike; those that are called as another program is have none at all. */
function commonFlags(list) {
  const [first, ...others] = list.map(({ flags }) => flags).filter((flags) => Object.keys(flags).length > 0);
  return Object.values(first).filter(({ name, description }) =>
    others.every((flags) => flags[name]?.description === description),
  );
}

function option({ name, char, helpValue, type, description = '', options }) {
  const value = type === 'option' ? ` \\fI${roff(helpValue ?? (options ?? ['VALUE']).join('|'))}\\fR` : '';
  const letter = char === undefined ? '' : `\\fB\\-${char}\\fR, `;
  return `.TP\n${letter}\\fB\\-\\-${roff(name)}\\fR${value}\n${roff(description)}`;
}

const term = ([name, text]) => `.TP\n.B ${roff(name)}\n${roff(text)}`;
const field = ([name, text]) => `.TP\n.I ${roff(name)}\n${roff(text)}`;

function page(name, version, sections) {
  const head = `.\\" made by "npm run docs"; do not edit\n.TH ${name.toUpperCase().replaceAll('-', '\\-')} 1 "" "mxray ${version}" "User Commands"`;
  return `${[head, ...sections.filter(Boolean)].join('\n')}\n`;
}

const section = (title, body) => `.SH ${title}\n${body}`;
const prose = (paragraphs) => paragraphs.map(roff).join('\n.PP\n');

/** A backslash and a hyphen mean something to roff, and so does a dot or an apostrophe at the beginning of a line. */
function roff(text) {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/gm, '\\&$1');
}

const DESCRIPTION = [
  'mxray answers what people who run mail ask about DNS, DNSSEC, DANE and TLS: would a DANE-aware sender deliver here, where does the chain of trust stop, which record is to be published. Answers are validated here, whatever the resolver says of them.',
  'Standard output carries the result and nothing else; progress, hints and warnings go to standard error. On a terminal a long check is drawn while it runs and leaves the plain result behind; in a pipe, under CI or with \u002d\u002dplain the plain result alone is written.',
  'A batch is one JSON object a line: its fields are the arguments and long flags of the command in camelCase, and an id that is echoed back; of the options of every command, those that say how one target is reached and judged (at, timeout, trust, resolver and the like). A field that does not exist is an error. One result a line comes out, in the order of the input; a line that cannot be used gives a result with an error, and the run goes on.',
];

const BATCH_FIELDS = 'Beside the arguments and long flags in camelCase, or in their place:';

const STATUSES = [
  [0, 'It ran, and found nothing at or above --fail-on.'],
  [1, 'It ran, and found something; a verdict of no is 1.'],
  [2, 'Wrong usage or configuration: nothing was tried.'],
  [3, 'It could not decide: a timeout, SERVFAIL, somebody unreachable. Never reported as good.'],
  [70, 'A bug in mxray.'],
  ['130, 143', 'Interrupted, terminated.'],
];

const ENVIRONMENT = [
  'Every long flag is also a variable: --trust-anchor is MXRAY_TRUST_ANCHOR. The command line wins.',
  'NO_COLOR, FORCE_COLOR, TERM=dumb and CI are obeyed.',
];

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const manifest = JSON.parse(readFileSync(join(root, 'oclif.manifest.json'), 'utf8'));
  const packagePath = join(root, 'package.json');
  const facts = JSON.parse(readFileSync(packagePath, 'utf8'));
  const made = pages(manifest, facts.version);
  mkdirSync(join(root, 'man'), { recursive: true });
  for (const name of readdirSync(join(root, 'man')))
    if (name.endsWith('.1') && !(name in made)) rmSync(join(root, 'man', name));
  for (const [name, text] of Object.entries(made)) writeFileSync(join(root, 'man', name), text);
  facts.man = Object.keys(made).map((name) => `man/${name}`);
  writeFileSync(packagePath, `${JSON.stringify(facts, null, 2)}\n`);
}
