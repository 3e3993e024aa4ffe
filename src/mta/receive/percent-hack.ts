/** `c%d@here` is `c@d` to ACLs where `percent_hack_domains` has `here`; what is stored is what the client said (Exim spec §14). */
import { after, clean, isFailure, type Later, textOf } from '../expand/index.ts';
import type { Session } from './session.ts';

export function unfolded(session: Session, address: string): Later<string> {
  const at = address.lastIndexOf('@');
  const percent = address.lastIndexOf('%', at);
  const { options } = session.shared;
  if (percent < 0 || at < 0 || (options.text('percent_hack_domains') ?? '') === '') return address;
  return after(options.expanded('percent_hack_domains', session.host), (list) => {
    if (list?.kind !== 'text') return address;
    const domain = textOf(address.slice(at + 1), true);
    return after(session.host.lists.match('domain', domain, clean(list.text)), (match) =>
      isFailure(match) || !match.matched
        ? address
        : unfolded(session, `${address.slice(0, percent)}@${address.slice(percent + 1, at)}`),
    );
  });
}
