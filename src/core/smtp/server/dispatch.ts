/** From a line to the command it is: known, in its order, and not ahead of a reply it has to wait for. */

import { mayTalkEarly } from './client.ts';
import type { CommandDef } from './commands/types.ts';
import { refuseEarlyInput } from './greeting.ts';
import type { Line } from './lines.ts';
import { carryOutCounted } from './non-mail.ts';
import { findCommand } from './registry.ts';
import type { ServerReply } from './reply.ts';
import type { Turn } from './turn.ts';

export function takeCommand(turn: Turn, { text, hasNul }: Line): void {
  if (hasNul) return void refuseNul(turn, text);
  const found = findCommand(text);
  const isKnown = found !== undefined && found.command.isKnown?.(turn) !== false;
  if (isAhead(turn, isKnown ? found.command : undefined)) return void refuseEarlyInput(turn, text);
  turn.failure = undefined;
  turn.refusal = undefined;
  const { deaf } = turn.state.config;
  if (deaf?.code === 421) return void answerDeaf(turn, deaf, found?.command.verb);
  if (deaf !== undefined && found?.command.verb !== 'QUIT') return void turn.reply(deaf.code, deaf.text);
  const isLost = deaf?.code === 554; // to whom is no longer trusted nothing counts as said, as with Exim
  if (turn.state.config.tellsCommands === true && !isLost)
    turn.tell({ kind: 'command', line: text, hasMore: turn.state.input.length > 0 });
  if (!isKnown) {
    if (!isOutOfOrder(turn, '')) refuseUnknown(turn);
  } else if (!isOutOfOrder(turn, found.command.verb)) carryOutCounted(turn, found.command, found.argument);
  const isRefused = turn.failure !== undefined || turn.state.transaction === undefined;
  turn.state.previous = { verb: found?.command.verb ?? '', line: text, isRefused, isWrong: turn.failure !== undefined };
}

function refuseNul(turn: Turn, text: string): void {
  if (turn.state.config.tellsCommands === true)
    turn.tell({
      kind: 'command',
      line: text.replaceAll('\0', '?'),
      hasMore: turn.state.input.length > 0,
      hasNul: true,
    });
  turn.fail(501, 'NUL characters are not allowed in SMTP commands');
}

/** The session has failed and waits for the client to go. */
function answerDeaf(turn: Turn, { code, text }: ServerReply, verb: string | undefined): void {
  if (verb === 'RSET') return void turn.reply(250, 'Reset OK');
  if (verb !== 'QUIT') return void turn.reply(code, text);
  turn.reply(221, `${turn.state.config.name} closing connection`);
  turn.close('closed');
}

/**
 * Input behind a command whose reply is to be waited for (RFC 2920 §3.1); an unknown one is like NOOP. Who was told that
 * it may talk before the banner waits for nothing at all, nor does who talks over TLS (Deviates because Exim hears it so).
 */
function isAhead(turn: Turn, command: CommandDef | undefined): boolean {
  const { config, input, offers, isSecured, wasOfferedPipelining } = turn.state;
  if (!config.enforcesSync || input.length === 0 || isSecured) return false;
  if (command?.sync === 'never' || mayTalkEarly(offers)) return false;
  return command === undefined || command.sync === 'always' || !wasOfferedPipelining;
}

const BETWEEN_CHUNKS: ReadonlySet<string> = new Set(['BDAT', 'RSET', 'NOOP', 'QUIT']);
const BEFORE_RESET: ReadonlySet<string> = new Set(['BDAT', 'RSET', 'QUIT']);

/** A message that came in part wants its next chunk (RFC 3030 §2). */
function isOutOfOrder(turn: Turn, verb: string): boolean {
  const { state } = turn;
  if (state.wantsReset && !BEFORE_RESET.has(verb)) {
    turn.fail(503, 'only RSET accepted now');
    return true;
  }
  if (state.body === undefined || BETWEEN_CHUNKS.has(verb)) return false;
  turn.abandon('reset');
  state.wantsReset = true;
  turn.fail(503, 'only BDAT permissible after non-LAST BDAT');
  return true;
}

function refuseUnknown(turn: Turn): void {
  const { state } = turn;
  state.counts = { ...state.counts, unknown: state.counts.unknown + 1 };
  if (state.counts.unknown <= state.config.limits.unknownCommands) return void turn.fail(500, 'unrecognized command');
  if (state.config.tellsCommands === true)
    turn.tell({ kind: 'failed', code: 500, text: 'unrecognized command', data: '' });
  turn.farewell('unknown-commands', 500, 'Too many unrecognized commands');
}
