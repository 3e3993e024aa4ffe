/** A text of any length as the character-strings of a TXT record, as in a master file (RFC 1035 §3.3.14, §5.1). */
import { splitStrings } from '../../core/dkim/index.ts';

export const quoted = (text: string): string =>
  splitStrings(text)
    .map((part) => `"${part}"`)
    .join(' ');
