/** A question as people write it: a name or an address, and a type. */
import { err, type Failure, ok, type Result } from '../../../base/index.ts';
import { shown } from '../dnssec/verify-rrset.ts';
import { parseName } from '../name.ts';
import { formatType, isMetaType, parseType, RR } from '../rr-types.ts';
import type { Question } from '../types.ts';
import { reverseName } from './reverse.ts';

export type QuestionError = Failure<'dns/name' | 'dns/type'>;

/**
 * `example.org`, `MX` → the question. An address with type PTR means its reverse name.
 *
 * @param type  mnemonic or `TYPE65280`, in any case
 */
export function parseQuestion(name: string, type: string): Result<Question, QuestionError> {
  const number = parseType(type);
  if (number === undefined) return err(typeError(type, 'is no record type'));
  // Transfers and messages' own data are no records to ask for (RFC 6895 §3.1); ANY is, for what it is worth (RFC 8482).
  if (isMetaType(number) && number !== RR.ANY) return err(typeError(type, 'cannot be looked up'));
  const reversed = number === RR.PTR ? reverseName(name) : undefined;
  const parsed = reversed === undefined ? parseName(name) : ok(reversed);
  return parsed.ok ? ok({ name: parsed.value, type: number }) : parsed;
}

/** `example.org MX`, the root as a dot. */
export const formatQuestion = ({ name, type }: Question): string => `${shown(name)} ${formatType(type)}`;

function typeError(type: string, why: string): QuestionError {
  const hint = 'write a mnemonic such as MX or TLSA, or a number as in TYPE52';
  return { code: 'dns/type', message: `"${type.slice(0, 40)}" ${why}`, hint, fault: 'configuration', temporary: false };
}
