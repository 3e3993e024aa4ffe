/** Who called the program, and where: variables that a local caller has. */
import { hostname, loadavg, userInfo } from 'node:os';

/** Asked once each, when first wanted: a name may cost the system a look-up. */
export const CALLER: Readonly<Record<string, () => string>> = {
  authenticated_id: login,
  authenticated_sender: () => `${login()}@${hostname()}`,
  caller_gid: () => String(process.getgid?.() ?? 0),
  caller_uid: () => String(process.getuid?.() ?? 0),
  exim_gid: () => String(process.getgid?.() ?? 0),
  exim_path: () => process.argv[1] ?? process.execPath,
  exim_uid: () => String(process.getuid?.() ?? 0),
  initial_cwd: () => process.cwd(),
  load_average: () => String(Math.round(loadavg()[0]! * 1000)),
  originator_gid: () => String(process.getgid?.() ?? 0),
  originator_uid: () => String(process.getuid?.() ?? 0),
  pid: () => String(process.pid),
  primary_hostname: hostname,
  sender_address_local_part: login,
  sender_ident: login,
};

/** A user may have a number and no name. */
function login(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? '');
  }
}
