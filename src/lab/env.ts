/** The settings that point every mxray command at a lab, and how a shell takes them. */
import type { LabFolder } from './control/index.ts';

/** Where the lab's front resolver stands; the connect map leads there. */
export const LAB_RESOLVER = '192.0.2.53:53';

/** By the names of the environment variables, which are those of the long flags (cli.md "environment"). */
export function labEnv(folder: LabFolder): Readonly<Record<string, string>> {
  return {
    MXRAY_RESOLVER: LAB_RESOLVER,
    MXRAY_CONNECT_FILE: folder.connectMap,
    MXRAY_TRUST_ANCHOR: folder.trustAnchor,
    MXRAY_CA_FILE: folder.ca,
  };
}

export type Shell = 'sh' | 'fish' | 'json';

/** Lines to be evaluated by the shell; any path is safe in them. */
export function formatEnv(env: Readonly<Record<string, string>>, shell: Shell): string {
  if (shell === 'json') return JSON.stringify(env, null, 2);
  const line = shell === 'fish' ? fishLine : shLine;
  return Object.entries(env)
    .map(([name, value]) => line(name, value))
    .join('\n');
}

/** Within single quotes POSIX shells know no escape: the quote is closed, written, and opened again. */
function shLine(name: string, value: string): string {
  return `export ${name}='${value.replaceAll("'", "'\\''")}'`;
}

/** fish knows two escapes within single quotes, for the quote and the backslash. */
function fishLine(name: string, value: string): string {
  return `set -gx ${name} '${value.replace(/[\\']/g, '\\$&')}'`;
}
