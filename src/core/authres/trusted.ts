/**
 * Which fields of a header may be believed (RFC 8601 §5, §7.1).
 *
 * A field says of itself who wrote it, so its name alone proves nothing: a sender can write it as well. What a service wrote
 * when the message came in stands above everything that came with it, and the first Received field below it was written by
 * the same hop. So the fields are those of the wanted authserv-id from the top down, until a Received field stands below
 * the first of them; whatever is beyond came from outside.
 */
import { type Field, fieldsNamed } from '../message/index.ts';
import { readAuthenticationResults } from './read.ts';
import type { MethodResult, ReadResults } from './types.ts';

export const isOf = ({ authservId, version }: Pick<ReadResults, 'authservId' | 'version'>, wanted: string): boolean =>
  version === 1 && authservId?.toLowerCase() === wanted.toLowerCase();

/** @returns the fields that may be believed, top first */
export function trustedFields(fields: readonly Field[], authservId: string): ReadonlySet<Field> {
  const trusted = new Set<Field>();
  for (const field of fields) {
    if (field.name === 'received' && trusted.size > 0) break;
    if (field.name !== 'authentication-results') continue;
    const read = readAuthenticationResults(field);
    if (read.ok && isOf(read.value, authservId)) trusted.add(field);
  }
  return trusted;
}

/** What the service said, in all its fields; undefined where it said nothing. */
export function trustedResults(fields: readonly Field[], authservId: string): readonly MethodResult[] | undefined {
  const trusted = trustedFields(fields, authservId);
  if (trusted.size === 0) return undefined;
  return [...trusted].flatMap((field) => {
    const read = readAuthenticationResults(field);
    return read.ok ? read.value.results : [];
  });
}

/** The services that a header names, each once, for people who look for the right one. */
export function authservIds(fields: readonly Field[]): readonly string[] {
  const ids = fieldsNamed(fields, 'authentication-results').flatMap((field) => {
    const read = readAuthenticationResults(field);
    return read.ok && read.value.authservId !== undefined ? [read.value.authservId] : [];
  });
  return [...new Set(ids)];
}
