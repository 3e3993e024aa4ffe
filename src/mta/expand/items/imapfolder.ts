import { skippedText } from '../evaluate/literal.ts';
import { type Failure, failed, textOf } from '../outcome.ts';
import { stringsItem } from './make.ts';

/** `${imapfolder{name}{separator}{specials}}`: folder names as IMAP servers store them (RFC 3501 §5.1.3). */
export const imapfolder = stringsItem({
  name: 'imapfolder',
  doc: 'A folder name in UTF-8 as a mail store has it: modified UTF-7, slashes as its own separator.',
  min: 1,
  max: 3,
  // Exim looks at the separator even where the item's branch is not taken.
  skip: ({ args: [, separator] }, run) => {
    const between = separator === undefined ? '/' : skippedText(separator, run).text;
    return between.length === 1 ? undefined : badSeparator(between);
  },
  apply: ([name, separator, specials]) => {
    const between = separator?.text ?? '/';
    if (between.length !== 1) return badSeparator(between);
    const said = modifiedUtf7(name!.text, between, specials?.text ?? '');
    return typeof said === 'string' ? textOf(said, name!.tainted) : said;
  },
});

const badSeparator = (text: string): Failure => failed(`IMAP folder separator must be one character, found "${text}"`);

/** Folders are separated by dots in the result, and a dot in a name has no place. */
function modifiedUtf7(octets: string, separator: string, specials: string): string | Failure {
  const name = decoded(octets);
  if (name === undefined) {
    return failed(
      'imapfolder: iconv() failed to convert from UTF-8: Invalid or incomplete multibyte or wide character',
    );
  }
  let said = '';
  let shifted = '';
  const unshift = (): void => {
    if (shifted !== '') said += `&${base64(shifted)}-`;
    shifted = '';
  };
  for (const char of trimmed(name, separator)) {
    if (char !== separator && (char === '.' || char === '/')) return failed(`imapfolder: illegal character '${char}'`);
    if (char !== separator && (!/^[ -~]$/.test(char) || specials.includes(char))) {
      shifted += char;
      continue;
    }
    unshift();
    said += char === separator ? '.' : char === '&' ? '&-' : char;
  }
  unshift();
  return said;
}

function trimmed(name: string, separator: string): string {
  let start = 0;
  let end = name.length;
  while (start < end && name[start] === separator) start += 1;
  while (end > start && name[end - 1] === separator) end -= 1;
  return name.slice(start, end);
}

function decoded(octets: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(octets, 'latin1'));
  } catch {
    return undefined;
  }
}

/** UTF-16 in base 64, a comma in the place of the slash, without padding. */
const base64 = (text: string): string =>
  Buffer.from(text, 'utf16le').swap16().toString('base64').replace(/=+$/, '').replaceAll('/', ',');
