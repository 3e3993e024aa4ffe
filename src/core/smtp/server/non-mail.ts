/** Commands that bring no mail on are counted: who says too many of them has come for something else. */
import type { CommandDef } from './commands/types.ts';
import type { Turn } from './turn.ts';

/** Each of these is free once before a message, as ordinary clients say it, and AUTH once in all; HELO is EHLO. */
const FREE_ONCE: ReadonlySet<string> = new Set(['EHLO', 'RSET', 'STARTTLS', 'AUTH']);

/** Carries a command out, unless it is one too many; policy is asked how many may be when the first is counted. */
export function carryOutCounted(turn: Turn, command: CommandDef, argument: string): void {
  const { limits, asks } = turn.state.config;
  const { nonMailCommands: most } = limits;
  if (command.isMail || (most === undefined && !asks.has('non-mail'))) carryOut(turn, command, argument);
  else if (isFree(turn, command)) carryOut(turn, command, argument);
  else if (most === undefined) turn.ask({ kind: 'non-mail', verb: command.verb, argument });
  else count(turn, command, argument, most);
}

/** @param most  what policy has said; any number when absent */
export function countFirst(turn: Turn, command: CommandDef, argument: string, most = Number.POSITIVE_INFINITY): void {
  const { config } = turn.state;
  turn.state.config = { ...config, limits: { ...config.limits, nonMailCommands: most } };
  count(turn, command, argument, most);
}

function count(turn: Turn, command: CommandDef, argument: string, most: number): void {
  const { state } = turn;
  state.counts = { ...state.counts, nonMail: state.counts.nonMail + 1 };
  if (state.counts.nonMail > most) turn.farewell('nonmail-commands', 554, 'Too many nonmail commands');
  else carryOut(turn, command, argument);
}

function carryOut(turn: Turn, command: CommandDef, argument: string): void {
  if (command.argument === 'none' && argument !== '') turn.fail(501, 'unexpected argument data');
  else command.run(turn, argument);
}

function isFree({ state }: Turn, { verb }: CommandDef): boolean {
  const kind = verb === 'HELO' || verb === 'LHLO' ? 'EHLO' : verb;
  if (!FREE_ONCE.has(kind) || state.spent.includes(kind)) return false;
  state.spent = [...state.spent, kind];
  return true;
}
