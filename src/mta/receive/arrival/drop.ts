import type { Answer } from '../../../core/smtp/index.ts';
import type { Incoming } from '../intake/intake.ts';
import type { Session } from '../session.ts';

/** What came is thrown away, and `answer` is the last word about it. */
export async function drop(session: Session, { writer }: Incoming, answer: Answer): Promise<Answer> {
  await writer.abort();
  session.endMessage();
  return answer;
}
