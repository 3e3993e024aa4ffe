/** Content on its way out: what goes wrong with it is told to the conversation, which then ends in the middle. */
import { constants } from 'node:os';
import type { Failure } from '../../../base/index.ts';
import { ERRNO } from '../../retry/index.ts';
import type { Octets } from '../content/outgoing.ts';
import { ContentTrouble, type Trouble } from '../content/trouble.ts';
import type { LocalOutcome } from '../types.ts';
import type { HostTrouble } from './trouble.ts';

export function guarded(octets: () => Octets): () => Octets {
  return () => {
    try {
      const parts = octets();
      return Symbol.asyncIterator in parts ? guardedParts(parts) : parts;
    } catch (thrown) {
      throw telling(thrown);
    }
  };
}

async function* guardedParts(parts: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* parts;
  } catch (thrown) {
    throw telling(thrown);
  }
}

/** Thrown out of a content that cannot be made for the host at hand: what becomes of the delivery. */
export class Unmade extends Error {
  readonly failure: Failure;

  constructor({ errno = 0, text = '' }: LocalOutcome) {
    super(text);
    this.failure = { code: String(errno), message: text, fault: 'local', temporary: true };
  }
}

function telling(thrown: unknown): Error {
  if (thrown instanceof Unmade) return thrown;
  const trouble: Trouble =
    thrown instanceof ContentTrouble
      ? thrown.trouble
      : { kind: 'body', message: thrown instanceof Error ? thrown.message : String(thrown) };
  return Object.assign(new Error(trouble.kind), { failure: failureOf(trouble) });
}

/** Why the content is not there, for who waits for it. */
export function contentWords(trouble: Trouble): { readonly errno: number; readonly text: string } {
  switch (trouble.kind) {
    case 'header':
      return {
        errno: ERRNO.headersFailed,
        text: `failed to expand headers_add or headers_remove: ${trouble.message}`,
      };
    case 'filter':
      return {
        errno: ERRNO.filterFailed,
        text: `transport filter process failed (${trouble.status})${trouble.status === NOT_STARTED ? ': unable to execute command' : ''}`,
      };
    case 'filter-deaf':
      return { errno: constants.errno.EPIPE, text: 'transport filter has not read all of the message' };
    case 'filter-timeout':
      return { errno: ERRNO.filterFailed, text: 'transport filter timeout' };
    case 'body':
      return { errno: ERRNO.writeIncomplete, text: trouble.message };
  }
}

/** What became of the program where there is none (EX_EXECFAILED). */
const NOT_STARTED = 127;

/** What Exim cannot tell from a host that takes no more. */
const AS_OF_HOST = { errno: constants.errno.ETIMEDOUT, text: 'SMTP timeout after sending data block' };

/** The number goes as the code, since a conversation knows none. */
function failureOf(trouble: Trouble): Failure {
  const { errno, text } = trouble.kind === 'filter-timeout' ? AS_OF_HOST : contentWords(trouble);
  return { code: String(errno), message: text, fault: 'local', temporary: true };
}

/** Exim tells of the host that was to have had it. */
const NAMING: ReadonlySet<number> = new Set([ERRNO.filterFailed, ERRNO.headersFailed]);

export function contentTrouble({ code, message }: Failure): HostTrouble {
  const errno = Number(code);
  if (errno > 0) return { errno, text: message, namesHost: true };
  return { errno, text: message, namesHost: NAMING.has(errno), isSilent: true, endsAll: true };
}
