/** DATA (RFC 5321 §4.1.1.4). */
import { beginChunk, beginData, skipChunk } from '../body.ts';
import { refuseWithoutRecipients } from '../no-recipients.ts';
import type { Answer } from '../questions.ts';
import type { Turn } from '../turn.ts';
import type { CommandDef } from './types.ts';

export const data: CommandDef = {
  verb: 'DATA',
  argument: 'none',
  sync: 'always',
  isMail: true,
  run: (turn) => {
    const { transaction } = turn.state;
    turn.endEarlyTalk();
    if (transaction?.recipients === undefined) return refuseWithoutRecipients(turn, 'DATA');
    // RFC 3030 §3: BINARYMIME goes with BDAT alone.
    if (transaction.parameters.body === 'BINARYMIME') return turn.fail(503, 'BINARYMIME needs BDAT');
    turn.ask({ kind: 'data' });
  },
  answered: { data: answered },
};

/** Of DATA, and of the first BDAT of a message. */
function answered(turn: Turn, _question: unknown, answer: Answer): void {
  const chunk = turn.state.pendingChunk;
  turn.state.pendingChunk = undefined;
  if (answer.outcome === 'accept') {
    if (chunk !== undefined) return void beginChunk(turn, chunk);
    turn.respond(answer, 354, 'Enter message, ending with "." on a line by itself');
    return void beginData(turn);
  }
  turn.respond(answer, 550, 'Administrative prohibition');
  // Behind a refused DATA the transaction goes on, as Exim has it; behind a refused chunk its message is lost.
  if (chunk !== undefined || answer.forgets === true) turn.reset('reset');
  if (chunk !== undefined) skipChunk(turn, chunk.octets);
}
