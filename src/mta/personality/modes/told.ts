import type { Failure, Result } from '../../../base/index.ts';
import type { PersonalityPorts } from '../types.ts';

/** A failure is a sentence and status 1, as Exim's. */
export async function told(ports: PersonalityPorts, work: Promise<Result<number, Failure>>): Promise<number> {
  const done = await work;
  if (done.ok) return done.value;
  ports.complain(`exim: ${done.error.message}\n`);
  return 1;
}
