/** check_local_user, and the home directory a router works with. */
import { after, clean, expandOption, type Later } from '../../expand/index.ts';
import { flag, text } from '../settings.ts';
import { findUser } from '../users.ts';
import type { Visit } from '../visit.ts';
import { defer, type Precondition, skip, type Unmet } from './types.ts';

/** The name of the user is the system's, and so no longer a stranger's word. */
export const localUser: Precondition = {
  options: ['check_local_user'],
  check: (visit) => {
    if (!flag(visit.router, 'check_local_user')) return undefined;
    const missing = skip('check_local_user', `${visit.localPart} is not a local user`);
    const longest = visit.world.configuration.main.get('max_username_length')?.value;
    if (typeof longest === 'number' && longest > 0 && visit.localPart.length > longest) return missing;
    return after(findUser(visit.localPart, visit.host), (user) => {
      if (user === undefined) return missing;
      visit.user = user;
      visit.localPartData = clean(user.name);
      visit.home = clean(user.home);
      return undefined;
    });
  },
};

export const homeDirectory: Precondition = {
  options: ['router_home_directory'],
  check: (visit) => {
    const home = text(visit.router, 'router_home_directory');
    return home === undefined ? undefined : setHome(visit, home);
  },
};

const setHome = (visit: Visit, home: string): Later<Unmet | undefined> =>
  after(expandOption(home, visit.host), (expanded) => {
    if (expanded.kind === 'text') {
      visit.home = expanded;
      visit.homeIsExpanded = true;
      return undefined;
    }
    if (expanded.kind === 'forced-fail') return undefined;
    const message = `failed to expand "${home}" for router_home_directory: ${expanded.message}`;
    return defer('router_home_directory', message);
  });
