/** Conditions that ask scanners about the message. */
import { parseInterval } from '../../../base/index.ts';
import {
  after,
  expand,
  isFailure,
  type Later,
  parseExpansion,
  patternOf,
  readList,
  search,
} from '../../expand/index.ts';
import { setValue } from '../../facts/index.ts';
import { remembered } from '../engine/memory.ts';
import { textOption } from '../engine/options.ts';
import { type AclRun, log, note } from '../engine/run.ts';
import { defer, error, type Said, type TextCondition } from '../rows.ts';
import type { MalwareAnswer, SpamAnswer } from '../services.ts';

/** What is worth scanning for, and options behind slashes; another separator may be named. */
function partsOf(text: string): { readonly first: string; readonly options: readonly string[] } {
  const [first = '', ...options] = readList(/^\s*<[!-/:-@[-`{-~]/.test(text) ? text : `</${text}`).items;
  return { first, options };
}

const isDeferOk = (options: readonly string[]): boolean => options.some((word) => word.toLowerCase() === 'defer_ok');
const isNothing = (word: string): boolean => /^(?:0|false|)$/i.test(word);
const isAnything = (word: string): boolean => /^(?:1|true|\*)$/i.test(word);

const DEFAULT_SECONDS = 120;

export const malware: TextCondition = {
  name: 'malware',
  takes: 'text',
  test: ({ text }, run) => {
    const { first, options } = partsOf(text);
    const tmo = options.findLast((word) => word.toLowerCase().startsWith('tmo='));
    const seconds = tmo === undefined ? DEFAULT_SECONDS : parseInterval(tmo.slice(4));
    if (seconds === undefined) return error(`bad timeout value in '${tmo}'`);
    if (isNothing(first)) return false;
    const wrong = isAnything(first) ? undefined : patternMistake(first);
    if (wrong !== undefined) return malwareSaid({ kind: 'defer', message: wrong }, first, isDeferOk(options), run);
    return after(scanned(run, seconds), (answer) => malwareSaid(answer, first, isDeferOk(options), run));
  },
};

/** In the words of Exim, which reads it before anything is scanned. */
function patternMistake(wanted: string): string | undefined {
  const pattern = patternOf(wanted, true);
  return isFailure(pattern) ? pattern.message.replace(/^(regular expression error in )"(.*?)"/s, "$1'$2'") : undefined;
}

function malwareSaid(answer: MalwareAnswer, wanted: string, deferOk: boolean, run: AclRun): Said {
  for (const warning of answer.warnings ?? []) log(run, `malware acl condition: ${warning}`, ['main', 'panic']);
  if (answer.kind === 'defer') {
    setValue(run.world.facts, 'av_failed', '1');
    log(run, `malware acl condition: ${answer.message}`, ['main', 'panic']);
    return deferOk ? false : defer();
  }
  if (answer.kind === 'clean') return false;
  setValue(run.world.facts, 'malware_name', answer.name);
  note(run, `found "${answer.name}"`);
  return isAnything(wanted) || isNamed(answer.name, wanted);
}

function isNamed(name: string, wanted: string): Said {
  const pattern = patternOf(wanted, true);
  if (isFailure(pattern)) return defer(pattern.message);
  const found = search(pattern, wanted, name);
  return isFailure(found) ? defer(found.message) : found !== undefined;
}

/** One scan of the message by each scanner. */
const scans = remembered(() => new Map<string, MalwareAnswer>());

function scanned(run: AclRun, timeoutSeconds: number): Later<MalwareAnswer> {
  const { facts, services } = run.world;
  return after(expandedOption('av_scanner', run), (scanner): Later<MalwareAnswer> => {
    if (typeof scanner === 'string') return { kind: 'defer', message: scanner };
    if (scanner.text === '') return { kind: 'defer', message: 'av_scanner configuration variable is empty' };
    const known = scans(facts.message ?? facts.connection);
    const before = known.get(scanner.text);
    if (before === undefined) setValue(facts, 'malware_name', ''); // what the message before had is forgotten
    const asked = before ?? services.scan?.malware({ scanner: scanner.text, timeoutSeconds }) ?? NO_SCANNER;
    return after(asked, (answer) => {
      if (answer.kind !== 'defer') known.set(scanner.text, quiet(answer));
      return answer;
    });
  });
}

/** Expanded where it begins with `$`, as Exim has it; text: why it cannot be. */
function expandedOption(name: 'av_scanner' | 'spamd_address', run: AclRun): Later<{ readonly text: string } | string> {
  const written = textOption(run.world, name) ?? '';
  if (!written.startsWith('$')) return { text: written };
  return after(expand(parseExpansion(written), run.host), (outcome) =>
    isFailure(outcome) ? `${name} starts with $, but expansion failed: ${outcome.message}` : outcome,
  );
}

/** What is remembered has been told once. */
function quiet<Answer extends { readonly warnings?: readonly string[] }>(answer: Answer): Answer {
  const { warnings: _, ...rest } = answer;
  return rest as Answer;
}

const NO_SCANNER = { kind: 'defer', message: 'no scanner can be asked here' } as const;

export const spam: TextCondition = {
  name: 'spam',
  takes: 'text',
  test: ({ text }, run) => {
    const { first, options } = partsOf(text);
    const [user = '', always] = readList(`<:${first}`).items;
    if (isNothing(user)) return false;
    const isAlways = always !== undefined && /^(?:1|true)$/i.test(always);
    return after(scored(user, run), (answer) => spamSaid(answer, isAlways, isDeferOk(options), run));
  },
};

function spamSaid(answer: SpamAnswer, isAlways: boolean, deferOk: boolean, run: AclRun): Said {
  for (const warning of answer.warnings ?? []) log(run, `spam acl condition: ${warning}`, ['main']);
  if (answer.kind === 'defer') {
    log(run, `spam acl condition: ${answer.message}`, ['main', 'panic']);
    return deferOk ? false : defer();
  }
  note(run, answer.isSpam ? 'the score reaches the threshold' : 'the score does not reach the threshold');
  for (const [name, value] of Object.entries(answer.variables)) setValue(run.world.facts, name, value);
  return isAlways || answer.isSpam;
}

/** One score of the message for each user and list of servers. */
const scores = remembered(() => new Map<string, SpamAnswer>());

function scored(user: string, run: AclRun): Later<SpamAnswer> {
  const { facts, services } = run.world;
  return after(expandedOption('spamd_address', run), (servers): Later<SpamAnswer> => {
    if (typeof servers === 'string') return { kind: 'defer', message: servers };
    const known = scores(facts.message ?? facts.connection);
    const key = `${user}\n${servers.text}`;
    const asked = known.get(key) ?? services.scan?.spam({ user, servers: servers.text }) ?? NO_SCANNER;
    return after(asked, (answer) => {
      if (answer.kind !== 'defer') known.set(key, quiet(answer));
      return answer;
    });
  });
}

export const SCAN_CONDITIONS = [malware, spam];
