import { type Failure, failed, textOf } from '../outcome.ts';
import { stringsItem } from './make.ts';

/** `${imapfolder{name}{separator}{specials}}`: folder names as IMAP servers store them (RFC 3501 §5.1.3). */
export const imapfolder = stringsItem({
  name: 'imapfolder',
  doc: 'A folder name in UTF-8 as a mail store has it: modified UTF-7, slashes as its own separator.',
  min: 1,
  max: 3,
  apply: ([name, separator, specials]) => {
    const between = separator === undefined || separator.text === '' ? '/' : separator.text;
    if (between.length > 1) return failed(`IMAP folder separator must be one character, found "${between}"`);
    const said = modifiedUtf7(name!.text, between, specials?.text ?? '');
    return typeof said === 'string' ? textOf(said, name!.tainted) : said;
  },
});

function modifiedUtf7(octets: string, separator: string, specials: string): string | Failure {
  const name = Buffer.from(octets, 'latin1').toString('utf8');
  let said = '';
  let shifted = '';
  const unshift = (): void => {
    if (shifted !== '') said += `&${base64(shifted)}-`;
    shifted = '';
  };
  for (const char of name) {
    const isPlain = /^[ -~]$/.test(char) && (char === '/' || !specials.includes(char));
    if (!isPlain) {
      shifted += char;
      continue;
    }
    unshift();
    said += char === '&' ? '&-' : char === '/' ? separator : char;
  }
  unshift();
  return said;
}

/** UTF-16 in base 64, a comma in the place of the slash, without padding. */
const base64 = (text: string): string =>
  Buffer.from(text, 'utf16le').swap16().toString('base64').replace(/=+$/, '').replaceAll('/', ',');
