/** Senders that have been verified for a message: what came of it holds as long, and a client is told the details once. */
import type { Facts } from '../facts/index.ts';
import { remembered } from './engine/memory.ts';
import type { VerifyAnswer } from './verify-question.ts';

export interface CheckedSender {
  readonly answer: VerifyAnswer;
  /** The client has been told, or is not to be. */
  told: boolean;
}

const checked = remembered(() => new Map<string, CheckedSender>());

/** By address. */
export const checkedSenders = ({ message, connection }: Facts): Map<string, CheckedSender> =>
  checked(message ?? connection);

export function noteTold(facts: Facts, address: string): void {
  const sender = checkedSenders(facts).get(address);
  if (sender !== undefined) sender.told = true;
}
