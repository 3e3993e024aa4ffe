/** BDAT: a message in counted chunks (RFC 3030 §2). Where it is offered, the octets of a chunk are never commands. */
import { beginChunk, MAX_CHUNK_OCTETS, skipChunk } from '../body.ts';
import { refuseWithoutRecipients } from '../no-recipients.ts';
import type { Turn } from '../turn.ts';
import type { CommandDef } from './types.ts';

export const bdat: CommandDef = {
  verb: 'BDAT',
  argument: 'any',
  sync: 'never',
  isMail: true,
  run: (turn, argument) => {
    // Without CHUNKING it is a word like any other, and what follows are commands.
    if (!turn.state.wasOfferedChunks) return turn.fail(503, 'BDAT command used when CHUNKING not advertised');
    const chunk = readChunk(argument);
    if (chunk === undefined) return turn.fail(501, 'missing size for BDAT command');
    turn.endEarlyTalk();
    const { octets } = chunk;
    const { state } = turn;
    const isRefused = state.wantsReset || (state.body === undefined && state.transaction?.recipients === undefined);
    if (octets > MAX_CHUNK_OCTETS && !isRefused) return refuseHuge(turn);
    if (state.wantsReset) {
      turn.fail(503, 'only RSET accepted now');
      return skipChunk(turn, octets);
    }
    if (state.body !== undefined && octets === 0 && !chunk.isLast) {
      turn.abandon('reset');
      state.wantsReset = true;
      return turn.fail(504, 'zero size for BDAT command');
    }
    if (state.body !== undefined) return beginChunk(turn, chunk);
    if (state.transaction?.recipients === undefined) {
      refuseWithoutRecipients(turn, 'BDAT');
      return skipChunk(turn, octets);
    }
    state.pendingChunk = chunk;
    turn.ask({ kind: 'data' });
  },
};

/** What is below zero is more than anybody waits for, as an unsigned number of C's is. */
function readChunk(argument: string): { readonly octets: number; readonly isLast: boolean } | undefined {
  const [, sign, digits, word] = /^([+-]?)(\d+)\s*(.*)$/s.exec(argument) ?? [];
  if (digits === undefined) return undefined;
  return { octets: sign === '-' ? Number.MAX_SAFE_INTEGER : Number(digits), isLast: /^LAST$/i.test(word ?? '') };
}

/** Nobody waits for so many octets; and without them what follows cannot be told from commands. */
function refuseHuge(turn: Turn): void {
  turn.reply(552, 'Message size exceeds maximum permitted');
  turn.close('too-large');
}
