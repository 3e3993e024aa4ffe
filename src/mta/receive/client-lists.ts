/** Is the client in a list of hosts that an option is? Of addresses alone it is asked once in a connection. */
import { after, clean, type Failure, isFailure, type Later } from '../expand/index.ts';
import { entry, MAIN } from '../log/index.ts';
import type { Session } from './session.ts';

/** Nothing in it is looked up, and nothing logged. */
const OF_ADDRESSES = /^[\s\da-f.:;<,/*!]*$/i;

/** @returns false as well where it cannot be decided: its expansion fails, or a look-up now */
export const isListed = (session: Session, option: string): Later<boolean> =>
  after(decide(session, option), (isIn) => isIn === true);

/** @returns true as well where it cannot be decided: for what does a client no harm to have */
export const mayBeListed = (session: Session, option: string): Later<boolean> =>
  after(decide(session, option), (isIn) => isIn !== false);

function decide(session: Session, option: string): Later<boolean | undefined> {
  const text = session.shared.options.text(option);
  if (text === undefined || text === '') return false;
  if (text === '*') return true;
  const isFixed = OF_ADDRESSES.test(text);
  const known = isFixed ? session.lists?.get(option) : undefined;
  if (known !== undefined) return known;
  return after(matchHosts(session, text), (isIn) => {
    if (isFixed && isIn !== undefined) remember(session, option, isIn);
    return isIn;
  });
}

function remember(session: Session, option: string, isIn: boolean): void {
  session.lists ??= new Map();
  session.lists.set(option, isIn);
}

/** @returns false where the expansion was forced to fail, and else undefined */
export function undecided(session: Session, list: string, { kind, message }: Failure): false | undefined {
  if (kind === 'forced-fail') return false;
  session.log(entry('list-unexpanded', {}, `failed to expand "${list}" while checking a list: ${message}`, MAIN));
  return undefined;
}

function matchHosts(session: Session, text: string): Later<boolean | undefined> {
  const { shared, host, connection } = session;
  return after(shared.options.expand(text, host), (outcome) => {
    if (outcome.kind !== 'text') return undecided(session, text, outcome);
    const address = clean(connection.client?.address ?? '');
    return after(host.lists.match('host', address, outcome), (match) => (isFailure(match) ? undefined : match.matched));
  });
}
