/** Is the client in a list of hosts that an option is? Of addresses alone it is asked once in a connection. */
import { after, clean, type Failure, isFailure, type Later } from '../expand/index.ts';
import { entry, MAIN } from '../log/index.ts';
import type { Session } from './session.ts';

/** Nothing in it is looked up, and nothing logged. */
const OF_ADDRESSES = /^[\s\da-f.:;<,/*!]*$/i;

/** @returns false as well where a look-up fails now */
export function isListed(session: Session, option: string): Later<boolean> {
  const text = session.shared.options.text(option);
  if (text === undefined || text === '') return false;
  if (text === '*') return true;
  const isFixed = OF_ADDRESSES.test(text);
  const known = isFixed ? session.lists?.get(option) : undefined;
  if (known !== undefined) return known;
  return after(matchHosts(session, text), (isIn) => {
    if (isFixed) remember(session, option, isIn);
    return isIn;
  });
}

function remember(session: Session, option: string, isIn: boolean): void {
  session.lists ??= new Map();
  session.lists.set(option, isIn);
}

export function undecided(session: Session, list: string, { kind, message }: Failure): false {
  if (kind !== 'forced-fail')
    session.log(entry('list-unexpanded', {}, `failed to expand "${list}" while checking a list: ${message}`, MAIN));
  return false;
}

function matchHosts(session: Session, text: string): Later<boolean> {
  const { shared, host, connection } = session;
  return after(shared.options.expand(text, host), (outcome) => {
    if (outcome.kind !== 'text') return undecided(session, text, outcome);
    const address = clean(connection.client?.address ?? '');
    return after(host.lists.match('host', address, outcome), (match) => !isFailure(match) && match.matched);
  });
}
