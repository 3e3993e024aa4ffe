/**
 * Files of users that this process may not see, in a home that is its owner's alone: a process that is the user looks at them
 * (`RouteWorld.doAs`), as Exim becomes the user for it. Where modes let everybody read, nobody is asked.
 */
import { after, type Failure, type FileFacts, isFailure, type Later } from '../expand/index.ts';
import { type Access, type FileState, keeperOf } from './access.ts';
import type { DoAs } from './errands.ts';
import { type FileRead, type FileRules, readRedirectFile } from './redirect/file.ts';
import { type IncludeRead, readIncluded } from './redirect/include.ts';
import { includeRules, type ListReader, readRedirectList } from './redirect/list.ts';
import type { Reading } from './redirect/types.ts';

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

/**
 * The state that this process saw, unless it was denied a look and the user sees more.
 *
 * @param access  who must be able to read it; undefined: it need only be there, which Exim looks at as root, and its keeper sees
 */
export function stateAs(seen: FileState, path: string, access: Access | undefined, { doAs }: Asked): Later<FileState> {
  if (seen === 'there' || seen.code !== 'EACCES' || doAs === undefined) return seen;
  const who = access ?? keeperOf(path);
  if (who === undefined) return seen;
  const asked = doAs(who, { kind: 'state', path, mustBeReadable: access !== undefined });
  return asked.then((answer) => (answer?.kind === 'state' ? answer.state : seen));
}

/** What is left of a reading when nobody else needs to be asked. */
export type Settled = Exclude<Reading, { kind: 'denied' }>;

/** Files that only their user may read; the list is read again with each. */
const MOST_INCLUDED = 100;

/** @param user  whose files are included; undefined: nobody's in particular */
export async function readListAs(
  text: string,
  reader: ListReader,
  user: Access | undefined,
  { doAs }: Asked,
): Promise<Settled> {
  const included = new Map<string, IncludeRead>();
  for (;;) {
    const canAsk = doAs !== undefined && user !== undefined && included.size < MOST_INCLUDED;
    const reading = readRedirectList(text, { ...reader, ...(canAsk && { included }) });
    if (reading.kind !== 'denied') return reading;
    const { path } = reading;
    const { access: _, ...rules } = includeRules(reader);
    const answer = await doAs!(user!, { kind: 'include', path, rules });
    included.set(path, answer.kind === 'include' ? answer.read : readIncluded(path, includeRules(reader)));
  }
}

/** Files in closed folders, as `exists` and `stat` see them: to Exim, which routes as root, they are there. */
export function statAs(path: string, seen: Later<FileFacts | Failure>, { doAs }: Asked): Later<FileFacts | Failure> {
  return after(seen, (facts): Later<FileFacts | Failure> => {
    const keeper = isFailure(facts) ? keeperOf(path) : undefined;
    if (keeper === undefined || doAs === undefined) return facts;
    return doAs(keeper, { kind: 'facts', path }).then((answer) => (answer.kind === 'facts' ? answer.facts : facts));
  });
}
