/** The handshakes of a survey: counted, and tried again where a server that has answered before refuses. */
import { sleep } from '../../base/index.ts';
import { outcomeText, type Probe, type ProbeOutcome } from '../tls/index.ts';

export interface PatientProbe {
  readonly probe: Probe;
  handshakes(): number;
  /** What was not seen after all, and why. */
  missed(): string | undefined;
}

const TRIES = 3;

const CAME_TO_TLS: ReadonlySet<ProbeOutcome['kind']> = new Set(['tls', 'no-such-key', 'tls-failed']);

export function createPatientProbe(probe: Probe, pauseMs: number): PatientProbe {
  let handshakes = 0;
  let hasAnswered = false;
  let missed: string | undefined;
  return {
    handshakes: () => handshakes,
    missed: () => missed,
    async probe(target) {
      for (let tries = 1; ; tries += 1) {
        handshakes += 1;
        const outcome = await probe(target);
        if (CAME_TO_TLS.has(outcome.kind)) hasAnswered = true;
        if (CAME_TO_TLS.has(outcome.kind) || !hasAnswered) return outcome;
        if (tries === TRIES || target.signal?.aborted === true) {
          missed = `the ${target.keyType ?? 'usual'} certificate: ${outcomeText(outcome)}`;
          return outcome;
        }
        await sleep(pauseMs * tries, target.signal);
      }
    },
  };
}
