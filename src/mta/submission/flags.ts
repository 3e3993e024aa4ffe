/** Flags of sendmail, as Exim takes them, for submissions. */
import { err, ok, type Result } from '../../base/index.ts';

export interface SubmissionFlags {
  readonly mode: 'message' | 'smtp' | 'batch';
  readonly sender?: string;
  readonly fullName?: string;
  readonly fromHeader: boolean;
  /** A lone dot is text. */
  readonly ignoresDots: boolean;
  readonly recipients: readonly string[];
  /** `-C`. */
  readonly configFile?: string;
}

/** Anything else: another mode, which is not a submission. */
export type FlagReading = Result<SubmissionFlags, { readonly message: string }> | 'other';

/** That change nothing here, alone or with a word behind them. */
const IDLE = /^-(B|G|m|n|U|x|om|oo|od[a-z]*|oe[a-z]*|e[a-z]|v|N|q?s|bnq)/;
const WITH_VALUE = /^-(h|L|O|R|V|X|or|os|N|oM[a-z]*|p)$/;
const OTHER = /^-(b[^msS]|bV|M|q|R|S|d|D|I|A|T|--)/;

export function readSubmissionFlags(words: readonly string[]): FlagReading {
  let flags: SubmissionFlags = { mode: 'message', fromHeader: false, ignoresDots: false, recipients: [] };
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]!;
    if (word === '--') return ok({ ...flags, recipients: [...flags.recipients, ...split(words.slice(at + 1))] });
    if (!word.startsWith('-') || word === '-') {
      flags = { ...flags, recipients: [...flags.recipients, ...split([word])] };
      continue;
    }
    const [, letter, joined = ''] = /^-([fFrC])(.*)$/s.exec(word) ?? [];
    if (letter !== undefined) {
      if (joined === '') at += 1;
      const value = joined === '' ? words[at] : joined;
      if (value === undefined) return err({ message: `option "${word}" wants a value behind it` });
      flags = { ...flags, ...valued(letter, value) };
    } else if (SWITCHES[word] !== undefined) flags = { ...flags, ...SWITCHES[word] };
    else if (OTHER.test(word)) return 'other';
    else if (WITH_VALUE.test(word)) at += 1;
    else if (!IDLE.test(word)) return err({ message: `unknown, malformed, or incomplete option ${word}` });
  }
  return ok(flags);
}

const SWITCHES: Readonly<Record<string, Partial<SubmissionFlags>>> = {
  '-bm': { mode: 'message' },
  '-bs': { mode: 'smtp' },
  '-bS': { mode: 'batch' },
  '-t': { fromHeader: true },
  '-ti': { fromHeader: true, ignoresDots: true },
  '-i': { ignoresDots: true },
  '-oi': { ignoresDots: true },
  '-oitrue': { ignoresDots: true },
};

function valued(letter: string, value: string): Partial<SubmissionFlags> {
  if (letter === 'F') return { fullName: value };
  if (letter === 'C') return { configFile: value };
  return { sender: value.replace(/^<(.*)>$/s, '$1') };
}

/** Arguments may be lists with commas. */
const split = (words: readonly string[]): readonly string[] =>
  words
    .flatMap((word) => (word.includes('"') ? [word] : word.split(',')))
    .map((word) => word.trim())
    .filter((word) => word !== '');
