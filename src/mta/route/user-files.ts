/**
 * Files of users that this process may not see, in a home that is its owner's alone: a process that is the user looks at them
 * (`RouteWorld.doAs`), as Exim becomes the user for it. Where modes let everybody read, nobody is asked.
 */
import type { Later } from '../expand/index.ts';
import type { Access, FileState } from './access.ts';
import type { DoAs } from './errands.ts';
import { type FileRead, type FileRules, readRedirectFile } from './redirect/file.ts';

/** Who can become the user; nobody, perhaps. */
interface Asked {
  readonly doAs?: DoAs;
}

/** @param access  undefined: nobody in particular */
export async function readRedirectAs(
  path: string,
  rules: FileRules,
  access: Access | undefined,
  { doAs }: Asked,
): Promise<FileRead> {
  const read = readRedirectFile(path, {
    ...rules,
    ignoresAccess: false,
    ...(access !== undefined && access.uid !== 0 && { access }),
  });
  if (read.kind !== 'error' || read.isDenied !== true) return read;
  const answer = access && (await doAs?.(access, { kind: 'redirect', path, rules }));
  if (answer?.kind === 'redirect') return answer.read;
  return rules.ignoresAccess ? { kind: 'absent' } : read;
}

/** The state that this process saw, unless it was denied a look and the user sees more. */
export function stateAs(
  seen: FileState,
  path: string,
  mustBeReadable: boolean,
  access: Access | undefined,
  { doAs }: Asked,
): Later<FileState> {
  if (seen === 'there' || seen.code !== 'EACCES' || access === undefined || doAs === undefined) return seen;
  const asked = doAs(access, { kind: 'state', path, mustBeReadable });
  return asked.then((answer) => (answer?.kind === 'state' ? answer.state : seen));
}
