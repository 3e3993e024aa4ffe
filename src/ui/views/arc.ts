/** An ARC chain as text, set by set from the newest down. */
import type { ArcReport, ArcSetReport, ArcSignatureReport } from '../../core/arc/index.ts';
import type { Paint } from '../types.ts';

export function arcLines({ result, detail, oldestPass, sets }: ArcReport, paint: Paint): readonly string[] {
  const word = result === 'pass' ? paint.good(result) : paint.bad(result);
  const oldest = oldestPass === undefined || oldestPass === 0 ? '' : `; unchanged since set ${oldestPass}`;
  return [
    `ARC chain (historic): ${word} (${detail}${oldest})`,
    ...sets.toReversed().flatMap((set) => setLines(set, paint)),
  ];
}

function setLines({ instance, chainStatus, seal, messageSignature, authservId, results }: ArcSetReport, paint: Paint) {
  const found = results.map(({ method, result }) => `${method}=${result}`).join(' ');
  const who = seal.domain ?? messageSignature.domain ?? 'nobody';
  return [
    `  set ${instance}, sealed by ${paint.strong(who)}${chainStatus === undefined ? '' : ` with cv=${chainStatus}`}`,
    `    seal         ${signatureText(seal, paint)}`,
    `    message      ${signatureText(messageSignature, paint)}`,
    ...(authservId === undefined && found === ''
      ? []
      : [`    had found    ${found || 'nothing'} (${authservId ?? 'nobody'})`]),
  ];
}

function signatureText({ result, reason, detail }: ArcSignatureReport, paint: Paint): string {
  if (result === 'pass') return paint.good('pass');
  return result === 'fail' ? `${paint.bad('fail')} (${reason}: ${detail})` : paint.dim('not checked');
}
