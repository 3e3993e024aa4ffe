/** Who called the program, and where: variables that a local caller has. */
import { statSync } from 'node:fs';
import { hostname, loadavg, userInfo } from 'node:os';
import { currentFolder } from '../../base/index.ts';

/** Asked once each, when first wanted: a name may cost the system a look-up. */
export const CALLER: Readonly<Record<string, () => string>> = {
  authenticated_id: login,
  compile_date: builtOn,
  caller_gid: () => String(process.getgid?.() ?? 0),
  caller_uid: () => String(process.getuid?.() ?? 0),
  exim_gid: () => String(process.getgid?.() ?? 0),
  exim_path: () => process.argv[1] ?? process.execPath,
  exim_uid: () => String(process.getuid?.() ?? 0),
  initial_cwd: () => currentFolder() ?? '',
  load_average: () => String(Math.round(loadavg()[0]! * 1000)),
  originator_gid: () => String(process.getgid?.() ?? 0),
  originator_uid: () => String(process.getuid?.() ?? 0),
  pid: () => String(process.pid),
  primary_hostname: hostname,
  sender_address_local_part: login,
  sender_ident: login,
};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** When the program's file was written: `25-Nov-2026 12:00:00`. */
function builtOn(): string {
  try {
    const { mtime } = statSync(process.argv[1] ?? process.execPath);
    const [, year, month, day, time] = /^(\d+)-(\d+)-(\d+)T([\d:]+)/.exec(mtime.toISOString())!;
    return `${day}-${MONTHS[Number(month) - 1]}-${year} ${time}`;
  } catch {
    return '';
  }
}

/** A user may have a number and no name. */
function login(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? '');
  }
}
