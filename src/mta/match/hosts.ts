/** Items of host lists (Exim spec §10.11–10.16): by address, by network, by name. */
import { after, clean, deferred, type Failure, failed, firstAnswer, isFailure, type Later } from '../expand/index.ts';
import type { Question } from './host.ts';
import { addressOctets, coversAddress, keyOf } from './network.ts';
import { bareType, lookupIn, matchLookup, matchText } from './text.ts';
import { type ItemMatch, type Manner, matched, NO_MATCH, STOP } from './verdict.ts';

/** `match_ip`: what would need a name never matches. */
export function matchIp(question: Question, item: string): Later<ItemMatch | Failure> {
  return byAddress(question, item, true) ?? NO_MATCH;
}

/** The host is known by its address; its names are looked up when an item needs them. */
export function matchHost(question: Question, item: string, manner: Manner): Later<ItemMatch | Failure> {
  const found = byAddress(question, item, false);
  if (found !== undefined) return found;
  if (question.subject.text === '') return NO_MATCH;
  if (item === '@') return byForwardName(question, question.host.primaryHostname, manner);
  const needsName = item.startsWith('*') || item.startsWith('^') || lookupIn(item) !== undefined;
  return needsName ? byName(question, item, manner) : byForwardName(question, item, manner);
}

/** undefined: the item is not about addresses. */
function byAddress(question: Question, item: string, impliesNet: boolean): Later<ItemMatch | Failure> | undefined {
  const { subject, host } = question;
  if (item === '') return subject.text === '' ? matched() : NO_MATCH;
  if (item === '*') return matched();
  const address = addressOctets(subject.text);
  if (item === '@[]') return host.localAddresses().includes(subject.text) ? matched() : NO_MATCH;
  if (/^[\d.]+(?:\/\d+)?$|^[\da-f:.]*:[\da-f:.]*(?:\/\d+)?$/i.test(item)) {
    return address !== undefined && coversAddress(item, address) === true ? matched() : NO_MATCH;
  }
  return byNetworkLookup(question, item, address, impliesNet);
}

const NET = /^net(\d*)-(.*)$/s;

/** `net-lsearch;file`, `net24-lsearch;file`; and every query, which says itself what it is about. */
function byNetworkLookup(
  { host }: Question,
  item: string,
  address: Uint8Array | undefined,
  impliesNet: boolean,
): Later<ItemMatch | Failure> | undefined {
  const lookup = lookupIn(item);
  if (lookup === undefined) return undefined;
  const [, bits, type] = NET.exec(lookup.type) ?? [];
  const bare = bareType(type ?? lookup.type);
  const style = host.lookups.style(bare);
  if (style === undefined) return failed(`unknown lookup type "${bare}"`);
  if (style === 'query') return matchLookup({ host }, { ...lookup, type: type ?? lookup.type }, clean(''));
  if (type === undefined && !impliesNet) return undefined;
  if (address === undefined) return NO_MATCH;
  const length = bits === undefined || bits === '' ? undefined : Number(bits);
  const key = keyOf(address, length, bare === 'iplsearch' ? ':' : '.');
  return matchLookup({ host }, { ...lookup, type: type ?? lookup.type }, clean(key));
}

/** A name in the list: do its addresses contain the host's? */
function byForwardName(question: Question, name: string, manner: Manner): Later<ItemMatch | Failure> {
  const { host, subject } = question;
  return after(host.names.addressesOf(name), (addresses) => {
    if (addresses === undefined) return onDefer(manner, `the addresses of ${name} cannot be looked up just now`);
    if (addresses.length === 0) return onUnknown(manner);
    return addresses.includes(subject.text) ? matched() : NO_MATCH;
  });
}

/** Each of the host's names, until one matches. */
function byName(question: Question, item: string, manner: Manner): Later<ItemMatch | Failure> {
  const { host, subject } = question;
  return after(host.names.namesOf(subject.text), (names) => {
    if (names === undefined) return onDefer(manner, `the name of ${subject.text} cannot be looked up just now`);
    if (names.length === 0) return onUnknown(manner);
    const found = firstAnswer(names, (name) =>
      after(
        matchText({ subject: { kind: 'text', text: name, tainted: true }, host, caseless: true }, item),
        (answer) => (isFailure(answer) || answer.matched ? answer : undefined),
      ),
    );
    return after(found, (answer) => answer ?? NO_MATCH);
  });
}

const onUnknown = ({ unknown }: Manner): ItemMatch =>
  unknown === 'include' ? matched() : unknown === 'ignore' ? NO_MATCH : STOP;

function onDefer({ defer }: Manner, message: string): ItemMatch | Failure {
  if (defer === 'defer') return deferred(message);
  return defer === 'include' ? matched() : NO_MATCH;
}
