/**
 * Files of users that this process may not see, in a home that is its owner's alone: a process that is the user looks at them
 * (`RouteWorld.fileAs`), as Exim becomes the user for it. Where modes let everybody read, nobody is asked.
 */
import type { Later } from '../expand/index.ts';
import { type Access, type FileState, isReadable, statPath } from './access.ts';
import { type FileRead, type FileRules, readRedirectFile } from './redirect/file.ts';

/** What is asked of a process that is the user. */
export type FileErrand =
  /** Is it there, and, where that is wanted, may it be read? */
  | { readonly kind: 'state'; readonly path: string; readonly mustBeReadable: boolean }
  | { readonly kind: 'redirect'; readonly path: string; readonly rules: FileRules };

export type FileAnswer =
  | { readonly kind: 'state'; readonly state: FileState }
  | { readonly kind: 'redirect'; readonly read: FileRead };

export type FileAs = (access: Access, errand: FileErrand) => Promise<FileAnswer | undefined>;

/** Who can become the user; nobody, perhaps. */
interface Asked {
  readonly fileAs?: FileAs;
}

/** Done as who this process is. */
export function doErrand(errand: FileErrand): FileAnswer {
  if (errand.kind === 'redirect') return { kind: 'redirect', read: readRedirectFile(errand.path, errand.rules) };
  return { kind: 'state', state: errand.mustBeReadable ? isReadable(errand.path) : statPath(errand.path) };
}

/** @param access  undefined: nobody in particular */
export async function readRedirectAs(
  path: string,
  rules: FileRules,
  access: Access | undefined,
  { fileAs }: Asked,
): Promise<FileRead> {
  const read = readRedirectFile(path, {
    ...rules,
    ignoresAccess: false,
    ...(access !== undefined && access.uid !== 0 && { access }),
  });
  if (read.kind !== 'error' || read.isDenied !== true) return read;
  const answer = access && (await fileAs?.(access, { kind: 'redirect', path, rules }));
  if (answer?.kind === 'redirect') return answer.read;
  return rules.ignoresAccess ? { kind: 'absent' } : read;
}

/** The state that this process saw, unless it was denied a look and the user sees more. */
export function stateAs(
  seen: FileState,
  path: string,
  mustBeReadable: boolean,
  access: Access | undefined,
  { fileAs }: Asked,
): Later<FileState> {
  if (seen === 'there' || seen.code !== 'EACCES' || access === undefined || fileAs === undefined) return seen;
  const asked = fileAs(access, { kind: 'state', path, mustBeReadable });
  return asked.then((answer) => (answer?.kind === 'state' ? answer.state : seen));
}
