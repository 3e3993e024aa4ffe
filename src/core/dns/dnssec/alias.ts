/** What a DNAME makes of a name (RFC 6672 §2.2). */
import { joinName, MAX_NAME_OCTETS } from '../name.ts';
import { nameOctets } from '../name-wire.ts';
import type { Name } from '../types.ts';
import { isBelow } from './names.ts';

/** The name with `owner` replaced by `target`; undefined where it is not below the owner or grows too long. */
export function substituteDname(name: Name, owner: Name, target: Name): Name | undefined {
  if (!isBelow(name, owner)) return undefined;
  const prefix = owner === '' ? name : name.slice(0, name.length - owner.length - 1);
  const made = joinName(prefix, target);
  return nameOctets(made) <= MAX_NAME_OCTETS ? made : undefined;
}
