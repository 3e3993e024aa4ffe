/** Conditions on octets of the message, or of the MIME part at hand. */
import { clean, isFailure, patternOf, readList, search, textOf } from '../../expand/index.ts';
import { setValue } from '../../facts/index.ts';
import { type AclRun, log } from '../engine/run.ts';
import { defer, type Said, type TextCondition } from '../rows.ts';

type Pattern = Exclude<ReturnType<typeof patternOf>, { readonly kind: string }>;

interface Compiled {
  readonly source: string;
  readonly pattern: Pattern;
}

/** Those that are no patterns are told in the log, by the name of `regex` for either condition, and left out. The last comes first, as Exim looks at them. */
function patternsIn(list: string, run: AclRun): readonly Compiled[] {
  const sources = readList(list).items.filter((item) => item !== '0' && item.toLowerCase() !== 'false');
  return sources.reverse().flatMap((source) => {
    const pattern = patternOf(source);
    if (!isFailure(pattern)) return [{ source, pattern }];
    log(
      run,
      `regex acl condition warning - ${pattern.message.replace(/^regular expression error in "(.*?)": /s, "error in regex '$1': ")}, skipped.`,
    );
    return [];
  });
}

/** Longer lines are looked at in pieces. */
const MAX_LINE = 32_767;

const regex: TextCondition = {
  name: 'regex',
  takes: 'text',
  test: ({ text }, run) => {
    const patterns = patternsIn(text, run);
    const { content } = run.world.services;
    if (patterns.length === 0) return false;
    if (content === undefined) return defer('regex acl condition: there is no message to look at');
    return searchLines((content.part ?? content).lines(), patterns, run);
  },
};

async function searchLines(lines: AsyncIterable<string>, patterns: readonly Compiled[], run: AclRun): Promise<Said> {
  for await (const line of lines) {
    for (let at = 0; at === 0 || at < line.length; at += MAX_LINE) {
      const said = searchText(line.slice(at, at + MAX_LINE), patterns, run);
      if (said !== false) return said;
    }
  }
  return false;
}

function searchText(text: string, patterns: readonly Compiled[], run: AclRun): Said {
  for (const { source, pattern } of patterns) {
    const found = search(pattern, source, text);
    if (isFailure(found)) return defer(found.message);
    if (found === undefined) continue;
    tellMatch(source, found.captures, run);
    return true;
  }
  return false;
}

/** `$regex_match_string` is the pattern, and `$regex1` its first group. */
function tellMatch(source: string, captures: readonly (string | undefined)[], { world: { facts } }: AclRun): void {
  setValue(facts, 'regex_match_string', clean(source));
  for (let group = 1; group <= 9; group += 1) setValue(facts, `regex${group}`, textOf(captures[group] ?? '', true));
}

/** So much of a decoded part is looked at. */
const MAX_PART = 32_766;

const mimeRegex: TextCondition = {
  name: 'mime_regex',
  takes: 'text',
  test: ({ text }, run) => {
    const patterns = patternsIn(text, run);
    const part = run.world.services.content?.part;
    if (patterns.length === 0) return false;
    if (part === undefined) return defer('mime_regex acl condition: there is no part to look at');
    return beginningOf(part.decoded()).then((beginning) => searchText(beginning, patterns, run));
  },
};

async function beginningOf(pieces: AsyncIterable<string>): Promise<string> {
  let said = '';
  for await (const piece of pieces) {
    said += piece;
    if (said.length >= MAX_PART) break;
  }
  return said.slice(0, MAX_PART);
}

const decode: TextCondition = {
  name: 'decode',
  takes: 'text',
  test: async ({ text, tainted }, run) => {
    const [where = ''] = readList(text).items;
    const part = run.world.services.content?.part;
    if (part === undefined || where === '0' || where === 'false') return false;
    if (tainted && where !== '' && where !== 'default') {
      log(run, `Tainted filename '${where}'`, ['main', 'panic']);
      return defer();
    }
    const decoded = await part.decodeTo(where);
    if (decoded === undefined) return defer();
    setValue(run.world.facts, 'mime_decoded_filename', decoded.file);
    setValue(run.world.facts, 'mime_content_size', String(Math.ceil(decoded.sizeBytes / 1024)));
    return true;
  },
};

export const CONTENT_CONDITIONS = [decode, mimeRegex, regex];
