/** `$h_name:` and its kin over the header fields of a message (Exim spec §11.5). */
import { clean, decodeEncodedWords, type HeaderPort, textOf } from '../expand/index.ts';
import type { HeaderField } from './message.ts';

/** What an insertion comes to at most (header_insert_maxlen). */
const MAX_OCTETS = 64 * 1024;

/** Several of these are one list of addresses: a comma goes before the line end between them. */
const ADDRESSES = /^(?:resent-)?(?:bcc|cc|from|reply-to|sender|to)$/;

/** @param charset  headers_charset */
export function createHeaders(fields: readonly HeaderField[], charset: string): HeaderPort {
  const named = (name: string): readonly string[] => {
    const wanted = name.toLowerCase();
    return fields.filter((field) => field.name === wanted).map(({ value }) => value);
  };
  return {
    has: (name) => named(name).length > 0,
    insert: (name, form) => {
      const values = named(name);
      if (values.length === 0) return clean('');
      if (form === 'raw') return textOf(values.join('').slice(0, MAX_OCTETS), true);
      if (form === 'list') return textOf(asList(values), true);
      const joined = asOne(values, ADDRESSES.test(name.toLowerCase()) ? ',\n' : '\n');
      return textOf(decodeEncodedWords(joined, form === 'decoded' ? charset : undefined), true);
    },
  };
}

const asList = (values: readonly string[]): string =>
  values
    .map((value) => value.replace(/\n+$/, '').replaceAll(':', '::'))
    .join(':')
    .slice(0, MAX_OCTETS);

const asOne = (values: readonly string[], between: string): string =>
  values
    .map((value) => value.trim())
    .filter((value) => value !== '')
    .join(between)
    .slice(0, MAX_OCTETS);
