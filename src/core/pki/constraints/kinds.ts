/** How each kind of name is held against a subtree of its kind: a row a kind. */
import type { GeneralName, GeneralNameKind } from '../general-names.ts';
import { rdnKeys } from '../name-compare.ts';
import { isAddressSubtree, withinAddress } from './address.ts';
import { excludedDns, isDnsSubtree, withinDns } from './dns.ts';
import { isMailboxSubtree, withinMailbox } from './mailbox.ts';
import { isUriSubtree, uriHost, withinUri } from './uri.ts';

export interface ConstraintKind {
  /** Is the subtree written as §4.2.1.10 asks for? */
  readonly isSubtree: (base: GeneralName) => boolean;
  readonly permits: (name: GeneralName, base: GeneralName) => boolean;
  readonly excludes: (name: GeneralName, base: GeneralName) => boolean;
  /** A name that nothing can be said about, so that any constraint of the kind forbids it. */
  readonly isOutside?: (name: GeneralName) => boolean;
  /** Comparisons that one pair costs. */
  readonly weight?: (name: GeneralName) => number;
}

const text = (name: GeneralName): string => ('value' in name && typeof name.value === 'string' ? name.value : '');
const octets = (name: GeneralName): Uint8Array => (name.kind === 'ip' ? name.octets : new Uint8Array());
const rdns = (name: GeneralName): readonly string[] => (name.kind === 'directory' ? (rdnKeys(name.name) ?? []) : []);

const withinDirectory = (name: GeneralName, base: GeneralName): boolean => {
  const own = rdns(name);
  return rdns(base).every((rdn, i) => rdn === own[i]);
};

const ofAddress = (name: GeneralName, base: GeneralName): boolean => withinAddress(octets(name), octets(base));
const ofMailbox = (name: GeneralName, base: GeneralName): boolean => withinMailbox(text(name), text(base));
const ofUri = (name: GeneralName, base: GeneralName): boolean => withinUri(text(name), text(base));

/** Kinds without a row cannot be compared by anybody (§4.2.1.10). */
export const CONSTRAINT_KINDS: ReadonlyMap<GeneralNameKind, ConstraintKind> = new Map<GeneralNameKind, ConstraintKind>([
  [
    'dns',
    {
      isSubtree: (base) => isDnsSubtree(text(base)),
      permits: (name, base) => withinDns(text(name), text(base)),
      excludes: (name, base) => excludedDns(text(name), text(base)),
    },
  ],
  ['ip', { isSubtree: (base) => isAddressSubtree(octets(base)), permits: ofAddress, excludes: ofAddress }],
  ['email', { isSubtree: (base) => isMailboxSubtree(text(base)), permits: ofMailbox, excludes: ofMailbox }],
  [
    'uri',
    {
      isSubtree: (base) => isUriSubtree(text(base)),
      permits: ofUri,
      excludes: ofUri,
      isOutside: (name) => uriHost(text(name)) === undefined,
    },
  ],
  [
    'directory',
    {
      isSubtree: () => true,
      permits: withinDirectory,
      excludes: withinDirectory,
      weight: (name) => Math.max(1, rdns(name).length),
    },
  ],
]);
