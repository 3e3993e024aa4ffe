/** Users and groups that options name: are there such on this host? Who asks knows the host. */
import { type Problems, quoted } from '../problems.ts';
import type { Configuration, Place } from '../types.ts';
import { allSettings } from './settings.ts';

export interface NamedAccount {
  readonly kind: 'user' | 'group';
  readonly name: string;
  readonly place: Place;
  /** The option. */
  readonly label: string;
}

const KINDS: Readonly<Record<string, NamedAccount['kind']>> = {
  user: 'user',
  'user list': 'user',
  group: 'group',
  'group list': 'group',
};

/** Names alone: a number needs nobody, and what is expanded is known only then. */
export const accountsIn = (configuration: Configuration): readonly NamedAccount[] =>
  allSettings(configuration).flatMap(({ setting: { row, value, place }, label }) => {
    const kind = KINDS[row.type];
    if (kind === undefined || typeof value !== 'string' || value.includes('$')) return [];
    return value
      .split(':')
      .map((name) => name.trim())
      .filter((name) => name !== '' && !/^\d+$/.test(name))
      .map((name) => ({ kind, name, place, label }));
  });

/** A warning, since a configuration may be looked at elsewhere than where it is used. */
export function tellMissing(missing: readonly NamedAccount[], problems: Problems): void {
  for (const { kind, name, place, label } of missing)
    problems.warn('account', place, `${label}: ${kind} ${quoted(name)} was not found`, {
      subject: name,
      hint: `on the host that uses it, make the ${kind}, or name another`,
    });
}
