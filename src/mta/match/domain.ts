/** Items of domain lists (Exim spec §10.8) and of local part lists, which are the same without the `@` family (§10.21). */
import { asciiLowerCase } from '../../base/index.ts';
import { after, clean, deferred, type Failure, firstAnswer, isFailure, type Later } from '../expand/index.ts';
import type { MailExchanger, MatchNested, Question } from './host.ts';
import { isSameAddress } from './network.ts';
import { matchText } from './text.ts';
import { type ItemMatch, type Manner, matched, NO_MATCH } from './verdict.ts';

export function matchDomain(
  question: Question,
  item: string,
  { letters: { caseful } }: Manner,
  matchNested: MatchNested,
): Later<ItemMatch | Failure> {
  const { subject, host, origin } = question;
  if (item === '@') return isHost(question) ? matched(clean(host.primaryHostname), [subject]) : NO_MATCH;
  if (item === '@[]') return isLocalLiteral(question) ? matched(clean(item), [subject]) : NO_MATCH;
  const exchanger = item.startsWith('@') ? MX_ITEM.exec(item) : null;
  if (exchanger !== null) return matchExchanger(question, exchanger, matchNested);
  return matchText({ subject, host, origin, caseless: !caseful }, item);
}

export const matchLocalPart = (
  { subject, host, origin }: Question,
  item: string,
  { letters: { caseful } }: Manner,
): Later<ItemMatch | Failure> => matchText({ subject, host, origin, caseless: !caseful }, item);

const isHost = ({ subject, host }: Question): boolean =>
  asciiLowerCase(subject.text) === asciiLowerCase(host.primaryHostname);

function isLocalLiteral({ subject, host }: Question): boolean {
  // Without the tag that RFC 5321 §4.1.3 gives to IPv6: Exim knows none here.
  const [, address] = /^\[(.*)\]$/.exec(subject.text) ?? [];
  return address !== undefined && host.localAddresses().some((each) => isSameAddress(each, address));
}

const MX_ITEM = /^@mx_(any|primary|secondary)(?:\/ignore=(.*))?$/is;

/** Whose MX, the best one or another, is this host (Exim spec §10.8). */
function matchExchanger(
  question: Question,
  [item, which = '', ignored]: RegExpExecArray,
  matchNested: MatchNested,
): Later<ItemMatch | Failure> {
  const { host, subject } = question;
  const unknown = deferred(`DNS lookup of "${subject.text}" deferred`);
  return after(host.names.mailExchangers(subject.text), (exchangers) => {
    if (exchangers === undefined) return unknown;
    const left = ignored === undefined ? exchangers : withoutIgnored(exchangers, ignored, question, matchNested);
    return after(left, (known) => {
      if (isFailure(known)) return known;
      const best = Math.min(...known.map(({ preference }) => preference));
      // What the best host is has to be known; that of the others is not waited for.
      if (known.some(({ preference, addresses }) => preference === best && addresses === undefined)) return unknown;
      const local = known.filter((exchanger) => isOurs(exchanger, host.localAddresses()));
      return isWanted(which.toLowerCase(), local, best) ? matched(clean(item), [subject]) : NO_MATCH;
    });
  });
}

const isOurs = ({ addresses = [] }: MailExchanger, local: readonly string[]): boolean =>
  addresses.some((address) => local.some((each) => isSameAddress(each, address)));

function isWanted(which: string, local: readonly MailExchanger[], best: number): boolean {
  const isPrimary = local.some(({ preference }) => preference === best);
  if (which === 'any') return local.length > 0;
  return which === 'primary' ? isPrimary : local.length > 0 && !isPrimary;
}

/** Addresses in the list `ignore=` are as if they were not there, and so is a host that has no other. */
function withoutIgnored(
  exchangers: readonly MailExchanger[],
  ignored: string,
  question: Question,
  matchNested: MatchNested,
): Later<readonly MailExchanger[] | Failure> {
  const kept: string[] = [];
  const walked = firstAnswer(
    exchangers.flatMap(({ addresses = [] }) => addresses),
    (address) =>
      after(matchNested({ ...question, kind: 'ip', subject: clean(address), list: ignored }), (answer) => {
        if (isFailure(answer)) return answer;
        if (!answer.matched) kept.push(address);
        return undefined;
      }),
  );
  return after(walked, (failure) => failure ?? exchangers.flatMap((each) => withOnly(each, kept)));
}

function withOnly(exchanger: MailExchanger, kept: readonly string[]): readonly MailExchanger[] {
  if (exchanger.addresses === undefined || exchanger.addresses.length === 0) return [exchanger];
  const addresses = exchanger.addresses.filter((address) => kept.includes(address));
  return addresses.length === 0 ? [] : [{ ...exchanger, addresses }];
}
