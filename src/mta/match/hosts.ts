/** Items of host lists (Exim spec §10.11–10.16): by address, by network, by name. */
import {
  after,
  clean,
  deferred,
  type Failure,
  failed,
  firstAnswer,
  isFailure,
  type Later,
  textOf,
} from '../expand/index.ts';
import type { Question } from './host.ts';
import { addressOctets, isInNetwork, isSameAddress, keyOf, networkOf } from './network.ts';
import { bareType, lookupIn, matchLookup, matchText, withoutCaptures } from './text.ts';
import { type ItemMatch, matched, NO_MATCH, unknown } from './verdict.ts';

/** `match_ip`: what would need a name is nothing for it. */
export function matchIp(question: Question, item: string): Later<ItemMatch | Failure> {
  const found = byAddress(question, item, true);
  if (found !== undefined) return found;
  return question.subject.text === '' ? NO_MATCH : unknown('cannot match host name in match_ip list');
}

/** The host is known by its address; its names are looked up when an item needs them. */
export function matchHost(question: Question, item: string): Later<ItemMatch | Failure> {
  const found = byAddress(question, item, false);
  if (found !== undefined) return found;
  if (question.subject.text === '') return NO_MATCH;
  if (item === '@') return byForwardName(question, question.host.primaryHostname);
  return PLAIN_NAME.test(item) ? byForwardName(question, item) : byName(question, item);
}

/** Letters, digits, dots, hyphens and underscores make a name of a host; anything else is a pattern for names. */
const PLAIN_NAME = /^[\w.-]+$/;

/** undefined: the item is not about addresses. */
function byAddress(question: Question, item: string, impliesNet: boolean): Later<ItemMatch | Failure> | undefined {
  const { subject } = question;
  if (item === '') return subject.text === '' ? matched() : NO_MATCH;
  if (item === '*') return matched();
  const address = addressOctets(subject.text);
  if (item === '@[]') return isLocal(question) ? matched() : NO_MATCH;
  const network = networkOf(item);
  if (network !== undefined) return address !== undefined && isInNetwork(address, network) ? matched() : NO_MATCH;
  // A mistake that people make: an IPv4 address short of a number.
  if (/^[\d.]+(?:\/.*)?$/s.test(item)) return unknown('malformed IPv4 address or address mask');
  return byNetworkLookup(question, item, address, impliesNet);
}

const isLocal = ({ subject, host }: Question): boolean =>
  host.localAddresses().some((each) => isSameAddress(each, subject.text));

const NET = /^net(\d*)-(.*)$/is;

/** `net-lsearch;file`, `net24-lsearch;file`; and every query, which says itself what it is about. */
function byNetworkLookup(
  { host, origin }: Question,
  item: string,
  address: Uint8Array | undefined,
  impliesNet: boolean,
): Later<ItemMatch | Failure> | undefined {
  const lookup = lookupIn(item);
  if (lookup === undefined) return undefined;
  const [, bits, type] = NET.exec(lookup.type) ?? [];
  const ofAddress = type ?? (impliesNet ? lookup.type : undefined);
  const name = ofAddress === undefined ? bareType(lookup.type) : ofAddress.replace(/,.*$/s, '');
  const style = host.lookups.style(name);
  if (style === undefined) {
    host.note?.({ kind: 'unknown-type', type: name, item });
    return failed(`unknown lookup type "${name}"`);
  }
  const wanted = { ...lookup, type: ofAddress ?? lookup.type };
  if (style === 'query') return after(matchLookup({ host, origin }, wanted, clean('')), withoutCaptures);
  if (ofAddress === undefined) return undefined;
  if (address === undefined) return NO_MATCH;
  const length = bits === undefined || bits === '' ? undefined : Number(bits);
  const key = keyOf(address, length, name === 'iplsearch' ? ':' : '.');
  return after(matchLookup({ host, origin }, wanted, clean(key)), withoutCaptures);
}

/** A name in the list: do its addresses contain the host's? */
function byForwardName({ host, subject }: Question, name: string): Later<ItemMatch | Failure> {
  return after(host.names.addressesOf(name), (addresses) => {
    if (addresses === undefined) return deferred(`DNS lookup of "${name}" deferred`);
    if (addresses.length === 0) {
      host.note?.({ kind: 'no-address', name });
      return unknown(`failed to find IP address for ${name}`);
    }
    return addresses.some((each) => isSameAddress(each, subject.text)) ? matched() : NO_MATCH;
  });
}

/** Each of the host's names, until one matches. */
function byName({ host, subject, hostName, origin }: Question, item: string): Later<ItemMatch | Failure> {
  const known = hostName === undefined ? host.names.namesOf(subject.text) : [hostName];
  return after(known, (names) => {
    // Exim makes no difference between a name that is none and one that cannot be looked up (seen in 4.96).
    if (names === undefined || names.length === 0) return unknown(`failed to find host name for ${subject.text}`);
    const found = firstAnswer(names, (name) =>
      after(matchText({ subject: textOf(name, true), host, origin, caseless: true }, item), (answer) =>
        isFailure(answer) || answer.matched ? answer : undefined,
      ),
    );
    return after(found, (answer) => withoutCaptures(answer ?? NO_MATCH));
  });
}
