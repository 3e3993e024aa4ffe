/**
 * What is asked of a process that is a user, where this one is not and cannot become him (`RouteWorld.doAs`): files looked at,
 * a program run. Exim becomes the user for it.
 */
import { type ProgramEnd, runProgram } from '../../base/process/index.ts';
import type { Failure, FileFacts } from '../expand/index.ts';
import { doSystemErrand, type SystemAnswer, type SystemErrand, statFile } from '../host/index.ts';
import { type Access, type FileState, isEnterableBy, isReadable, statPath } from './access.ts';
import { type FileRead, type FileRules, readRedirectFile } from './redirect/file.ts';
import { type IncludeRead, type IncludeRules, readIncluded } from './redirect/include.ts';

export type FileErrand =
  /** Is it there, and, where that is wanted, may it be read? */
  | { readonly kind: 'state'; readonly path: string; readonly mustBeReadable: boolean }
  /** As `exists` and `stat` of expansions have it. */
  | { readonly kind: 'facts'; readonly path: string }
  | { readonly kind: 'redirect'; readonly path: string; readonly rules: FileRules }
  | { readonly kind: 'include'; readonly path: string; readonly rules: IncludeRules };

export type Errand =
  | FileErrand
  | { readonly kind: 'program'; readonly program: UserProgram }
  /** Of an option of his delivery's transport. */
  | { readonly kind: 'expansion'; readonly errand: SystemErrand };

/** No shell, and no path is searched; what it writes is taken as octets. */
export interface UserProgram {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** All of it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

export type ErrandAnswer =
  | { readonly kind: 'state'; readonly state: FileState }
  | { readonly kind: 'facts'; readonly facts: FileFacts | Failure }
  | { readonly kind: 'redirect'; readonly read: FileRead }
  | { readonly kind: 'include'; readonly read: IncludeRead }
  | { readonly kind: 'program'; readonly ended: ProgramEnd }
  | { readonly kind: 'expansion'; readonly answer: SystemAnswer }
  /** There was nobody to do it, or it may not be done. */
  | { readonly kind: 'undone'; readonly why: string };

/** `initgroups`: with all groups of the user, where it is for a delivery; who looks at files for routing has them always. */
export type DoAs = (who: Access & { readonly initgroups?: boolean }, errand: Errand) => Promise<ErrandAnswer>;

/**
 * Done as who this process is.
 *
 * @param signal  nobody wants to know any more: a program is ended
 */
export function doErrand(errand: Errand, signal?: AbortSignal): ErrandAnswer | Promise<ErrandAnswer> {
  switch (errand.kind) {
    case 'program':
      return doProgram(errand.program, signal);
    case 'expansion':
      return doExpansion(errand.errand);
    case 'redirect':
      return { kind: 'redirect', read: readRedirectFile(errand.path, errand.rules) };
    case 'include':
      return { kind: 'include', read: readIncluded(errand.path, errand.rules) };
    case 'facts':
      return { kind: 'facts', facts: statFile(errand.path) };
    case 'state':
      return { kind: 'state', state: errand.mustBeReadable ? isReadable(errand.path) : statPath(errand.path) };
  }
}

/** What it makes is its own, as with Exim. */
const UMASK = 0o077;

async function doProgram(program: UserProgram, signal: AbortSignal | undefined): Promise<ErrandAnswer> {
  return { kind: 'program', ended: await runUserProgram(program, signal === undefined ? {} : { signal }) };
}

async function doExpansion(errand: SystemErrand): Promise<ErrandAnswer> {
  return { kind: 'expansion', answer: await doSystemErrand(errand) };
}

/** @param who  whom it runs as, where this process is root */
export function runUserProgram(
  { command, ...program }: UserProgram,
  more: Partial<Access> & { readonly signal?: AbortSignal } = {},
): Promise<ProgramEnd> {
  const { uid, gid } = more;
  // The folder would be entered by root, before the program is anybody.
  const entered = uid === undefined || gid === undefined ? 'there' : isEnterableBy(program.cwd, { uid, gid });
  if (entered !== 'there') return Promise.resolve({ kind: 'not-started', why: entered.code });
  return runProgram({
    ...more,
    ...program,
    command: command.includes('/') ? command : `./${command}`,
    umask: UMASK,
    encoding: 'latin1',
  });
}
