/** Mail that came back: reading never throws and ends soon; unknown has no confidence, and a delay is never a bounce. */
import { BOUNCE_KINDS, readBounce } from '../../src/core/bounce/index.ts';
import { SAMPLES } from '../core/bounce/samples.ts';

const MAX_MS = 5_000;

export const target = {
  name: 'bounce',
  seeds: SAMPLES.map(({ mail }) => new Uint8Array(Buffer.from(mail))),
  run(input: Uint8Array): void {
    const started = performance.now();
    const { kind, confidence, family, recipients } = readBounce(input);
    if (performance.now() - started > MAX_MS) throw new Error('takes too long');
    if (!BOUNCE_KINDS.includes(kind)) throw new Error('a kind that is none');
    if (confidence < 0 || confidence > 1) throw new Error('a confidence beyond 0 to 1');
    if (family === 'none' && (kind !== 'unknown' || confidence > 0 || recipients.length > 0))
      throw new Error('something is said of what nothing recognises');
    if (kind === 'delayed' && recipients.some((one) => one.kind === 'hard' || one.kind === 'soft'))
      throw new Error('a delay with a bounce');
  },
};
