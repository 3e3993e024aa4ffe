/** Any text is read or refused, in words; what is written from it is read back and written the same. */
import {
  type AuthenticationResults,
  formatAuthenticationResults,
  parseAuthenticationResults,
  readArcInfo,
  showResults,
} from '../../src/core/authres/index.ts';
import { parseFields } from '../../src/core/message/index.ts';
import { octets } from '../support/dkim.ts';

const NAME = 'Authentication-Results:';

export const target = {
  name: 'authres',
  seeds: [
    octets(
      'mx.example.org 1; spf=pass (a (b\\)) c) smtp.mailfrom="a b"@example.org; dkim/1=fail reason="x y" header.b=ab/c=',
    ),
    octets('"mx one" ; none'),
    octets(' i (a) = 12 ; spf=pass action=none smtp . mailfrom = <> ;; iprev=x policy.iprev=2001:db8::1\r\n\t(z)'),
  ],
  run(bytes: Uint8Array): void {
    const text = Buffer.from(bytes).toString('utf8');
    readArcInfo(text);
    const [field] = parseFields(`${NAME}${Buffer.from(bytes).toString('latin1')}`);
    JSON.stringify(showResults(field === undefined ? [] : [field], 'mx.example.org'));
    const read = parseAuthenticationResults(text);
    if (!read.ok) return;
    const once = formatAuthenticationResults(read.value);
    if (/\r\n[^ \t]|\r(?!\n)|(?<!\r)\n|[\x00-\x08\x0e-\x1f]/.test(once))
      throw new Error('a line is ended by what was read');
    if (formatAuthenticationResults(readBack(once)) !== once) throw new Error('written otherwise the second time');
  },
};

function readBack(field: string): AuthenticationResults {
  const read = parseAuthenticationResults(field.slice(NAME.length));
  if (!read.ok) throw new Error(`what was written cannot be read: ${read.error.detail}`);
  return read.value;
}
