/** Items of domain lists (Exim spec §10.8) and of local part lists, which are the same without the `@` family (§10.21). */
import { after, clean, deferred, type Failure, type Later } from '../expand/index.ts';
import type { MailExchanger, Question } from './host.ts';
import { matchText } from './text.ts';
import { type ItemMatch, type Manner, matched, NO_MATCH } from './verdict.ts';

export function matchDomain(question: Question, item: string, { caseful }: Manner): Later<ItemMatch | Failure> {
  const { subject, host } = question;
  if (item === '@') return isHost(question) ? matched(clean(host.primaryHostname)) : NO_MATCH;
  if (item === '@[]') return isLocalLiteral(question) ? matched(clean(item)) : NO_MATCH;
  const exchanger = MX_ITEM.exec(item);
  if (exchanger !== null) return matchExchanger(question, exchanger[1]!, exchanger[2]);
  return matchText({ subject, host, caseless: !caseful }, item);
}

export const matchLocalPart = (
  { subject, host }: Question,
  item: string,
  { caseful }: Manner,
): Later<ItemMatch | Failure> => matchText({ subject, host, caseless: !caseful }, item);

const isHost = ({ subject, host }: Question): boolean =>
  subject.text.toLowerCase() === host.primaryHostname.toLowerCase();

function isLocalLiteral({ subject, host }: Question): boolean {
  const [, address] = /^\[(?:ipv6:)?(.*)\]$/i.exec(subject.text) ?? [];
  return address !== undefined && host.localAddresses().includes(address.toLowerCase());
}

const MX_ITEM = /^@mx_(any|primary|secondary)(?:\/ignore=(.*))?$/;

/** A domain whose MX, the best one or another, is this host. */
function matchExchanger(question: Question, which: string, ignored = ''): Later<ItemMatch | Failure> {
  const { host, subject } = question;
  return after(host.names.mailExchangers(subject.text), (exchangers) => {
    if (exchangers === undefined) return deferred(`MX records of ${subject.text} cannot be looked up just now`);
    const known = exchangers.filter(({ addresses }) => !addresses.some((address) => ignored.includes(address)));
    return isAmong(known, which, host.localAddresses()) ? matched(clean(`@mx_${which}`)) : NO_MATCH;
  });
}

function isAmong(exchangers: readonly MailExchanger[], which: string, local: readonly string[]): boolean {
  const best = Math.min(...exchangers.map(({ preference }) => preference));
  const ours = exchangers.filter(({ addresses }) => addresses.some((address) => local.includes(address)));
  if (which === 'any') return ours.length > 0;
  const isPrimary = ours.some(({ preference }) => preference === best);
  return which === 'primary' ? isPrimary : ours.length > 0 && !isPrimary;
}
