import type { Answer } from '../../../core/smtp/index.ts';
import type { Incoming } from '../intake/intake.ts';
import type { Session } from '../session.ts';

/** What came is thrown away, and `answer` is the last word about it. */
export async function drop(session: Session, { writer }: Incoming, answer: Answer): Promise<Answer> {
  await writer.abort();
  if (answer.outcome !== 'close') session.endMessage(); // the ACL for ends without QUIT still sees it
  return answer;
}
