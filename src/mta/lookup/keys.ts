/** The keys a single-key lookup tries, one after the other: partial matching, then defaults (Exim spec §9.6, §9.7). */
import type { LookupType, Partial } from './type-string.ts';

export interface KeyTried {
  readonly key: string;
  /** Of partial lookups and defaults: what the wild part stood for (`$1`), and the part that was matched (`$2`). */
  readonly wild?: string;
  readonly fixed?: string;
}

export function keysToTry(key: string, { partial, fallback }: LookupType): readonly KeyTried[] {
  if (partial === undefined && fallback === undefined) return [{ key }];
  const tried = partial === undefined ? [{ key }] : partialKeys(key, partial);
  return fallback === undefined ? tried : [...tried, ...defaultKeys(key, fallback)];
}

/** The key itself, the affix before it, and before what is left as components go from the left. */
function partialKeys(key: string, { affix, keep }: Partial): readonly KeyTried[] {
  const keys: KeyTried[] = [{ key, wild: '', fixed: key }];
  if (affix !== '') keys.push({ key: affix + key, wild: '', fixed: key });
  let dots = key.split('.').length - 1;
  for (let start = 0; dots >= keep; dots -= 1) {
    const dot = key.indexOf('.', start);
    if (dot < 0) return [...keys, ...bareAffix(key, affix)];
    start = dot + 1;
    keys.push({ key: affix + key.slice(start), wild: key.slice(0, dot), fixed: key.slice(start) });
  }
  return keys;
}

/** With no component left the affix stands alone, without its dot. That `$1` then lacks an octet is Exim's own. */
const bareAffix = (key: string, affix: string): readonly KeyTried[] =>
  affix === '' ? [] : [{ key: affix.replace(/\.$/, ''), wild: key.slice(0, -1), fixed: '' }];

/** The star stands for what it takes the place of. */
function defaultKeys(key: string, fallback: 'star' | 'star-at'): readonly KeyTried[] {
  const at = fallback === 'star-at' ? key.lastIndexOf('@') : -1;
  const star = { key: '*', wild: key, fixed: '' };
  return at > 0 ? [{ key: `*${key.slice(at)}`, wild: key.slice(0, at), fixed: '' }, star] : [star];
}
