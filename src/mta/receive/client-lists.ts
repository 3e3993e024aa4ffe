/** Is the client in a list of hosts that an option is? What never changes is asked once in a connection. */
import { after, clean, isFailure, type Later } from '../expand/index.ts';
import type { Session } from './session.ts';

/** @returns false as well where a look-up fails now */
export function isListed(session: Session, option: string): Later<boolean> {
  const text = session.shared.options.text(option);
  if (text === undefined || text === '') return false;
  if (text === '*') return true;
  const isFixed = !text.includes('$');
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

function matchHosts({ shared, host, connection }: Session, text: string): Later<boolean> {
  return after(shared.options.expand(text, host), (outcome) => {
    if (outcome.kind !== 'text') return false;
    const address = clean(connection.client?.address ?? '');
    return after(host.lists.match('host', address, outcome), (match) => !isFailure(match) && match.matched);
  });
}
