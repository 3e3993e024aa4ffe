/** `c%d@here` is `c@d` to ACLs where `percent_hack_domains` has `here`; what is stored is what the client said (Exim spec §14). */
import { after, clean, isFailure, type Later, textOf } from '../expand/index.ts';
import { unquoted } from '../facts/index.ts';
import { undecided } from './client-lists.ts';
import type { Session } from './session.ts';

/** @returns undefined where the list cannot be decided now, be there a percent sign or not */
export function unfolded(session: Session, address: string): Later<string | undefined> {
  const at = address.lastIndexOf('@');
  const written = session.shared.options.text('percent_hack_domains') ?? '';
  if (at < 0 || written === '') return address;
  return after(session.expanded('percent_hack_domains'), (list) => {
    if (list === undefined) return address;
    if (list.kind !== 'text') return void undecided(session, written, list);
    const domain = textOf(address.slice(at + 1), true);
    return after(session.host.lists.match('domain', domain, clean(list.text)), (match) => {
      if (isFailure(match)) return undefined;
      return match.matched ? withoutPercent(session, address, at) : address;
    });
  });
}

/** The sign may stand within quotes, which are no part of what is said. */
function withoutPercent(session: Session, address: string, at: number): Later<string | undefined> {
  const localPart = unquoted(address.slice(0, at));
  const percent = localPart.lastIndexOf('%');
  if (percent < 0) return address;
  return unfolded(session, `${localPart.slice(0, percent)}@${localPart.slice(percent + 1)}`);
}
