/** Key records given by hand, for what is not published yet: `s1._domainkey.example.org=v=DKIM1; p=…`. */
import { err, type Failure, ok, type Result } from '../../base/index.ts';
import { type Name, parseName } from '../dns/index.ts';

export type GivenKeys = ReadonlyMap<Name, readonly string[]>;

export function parseGivenKey(text: string): Result<readonly [Name, string], Failure<'dkim/given-key'>> {
  const at = text.indexOf('=');
  const name = at > 0 ? parseName(text.slice(0, at).trim()) : undefined;
  if (name?.ok && name.value.includes('._domainkey.')) return ok([name.value, text.slice(at + 1).trim()]);
  const message = `"${text.slice(0, 60)}" is no key record with its name`;
  const hint = 'write NAME=RECORD, as s1._domainkey.example.org="v=DKIM1; p=…"';
  return err({ code: 'dkim/given-key', message, hint, fault: 'configuration', temporary: false });
}

export function givenKeys(pairs: readonly (readonly [Name, string])[]): GivenKeys {
  const keys = new Map<Name, readonly string[]>();
  for (const [name, text] of pairs) keys.set(name, [...(keys.get(name) ?? []), text]);
  return keys;
}
