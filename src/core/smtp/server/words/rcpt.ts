/** Parameters of RCPT as Exim hears them: NOTIFY and ORCPT (RFC 3461), where DSN was offered. */
import { parseOriginalRecipient } from '../../grammar/orcpt.ts';
import type { NotifyWord, RcptParameters } from '../../grammar/parameters.ts';
import { NOTHING_TAKEN, taken, UNKNOWN, type WordReader, type WordTable, wrong } from './take.ts';

type Reader = WordReader<RcptParameters>;

const WORDS: ReadonlySet<string> = new Set(['SUCCESS', 'FAILURE', 'DELAY'] satisfies NotifyWord[]);

/** NEVER stands alone (RFC 3461 §4.1); a comma at the end is passed over. */
const notify: Reader = (value, so, turn) => {
  if (!turn.offersDsn) return UNKNOWN;
  if (so.notify !== undefined) return wrong('NOTIFY can be specified once only');
  if (value === '') return NOTHING_TAKEN;
  const words = value.toUpperCase().replace(/,$/, '').split(',');
  if (words.length === 1 && words[0] === 'NEVER' && !value.endsWith(',')) return taken({ notify: ['NEVER'] });
  if (!words.every((word) => WORDS.has(word))) return wrong('Invalid value for NOTIFY parameter');
  return taken({ notify: [...new Set(words)] as NotifyWord[] });
};

/** Without a type it says nothing; what is no xtext is an address as it stands. It goes on as it came. */
const orcpt: Reader = (value, so, turn) => {
  if (!turn.offersDsn) return UNKNOWN;
  if (so.orcpt !== undefined) return wrong('ORCPT can be specified once only');
  const text = turn.state.config.octets === true ? Buffer.from(value, 'latin1').toString('utf8') : value;
  const parsed = parseOriginalRecipient(text);
  if (parsed.ok) return taken({ orcpt: parsed.value, orcptText: text });
  const [, addressType, address] = /^([A-Za-z0-9-]+);(.+)$/s.exec(text) ?? [];
  if (addressType === undefined || address === undefined) return NOTHING_TAKEN;
  return taken({ orcpt: { addressType: addressType.toLowerCase(), address }, orcptText: text });
};

export const RCPT_WORDS: WordTable<RcptParameters> = { unknownBehind: '=', readers: { NOTIFY: notify, ORCPT: orcpt } };
