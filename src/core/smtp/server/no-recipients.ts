/** DATA or BDAT with nobody to bring it to, in Exim's words. */
import type { Turn } from './turn.ts';

/** A client that pipelines is told what its recipients were refused with, and it is not held against it. */
export function refuseWithoutRecipients(turn: Turn, verb: 'DATA' | 'BDAT'): void {
  const { refusal, previous, offers, config } = turn.state;
  const isTold = refusal?.isSame === true && config.isTerse !== true;
  const before = isTold ? `All RCPT commands were rejected with this error:\n${refusal.text}\n` : '';
  if (refusal !== undefined) turn.state.refusal = { ...refusal, isTold: refusal.by === 'session' };
  const isPipelined =
    offers.pipelining === true &&
    turn.isExtended &&
    previous?.verb === 'RCPT TO:' &&
    (turn.state.transaction !== undefined || !previous.isWrong);
  if (isPipelined) turn.reply(503, `${before}Valid RCPT command must precede ${verb}`);
  else turn.fail(503, `valid RCPT command must precede ${verb}`, '', { before });
}
