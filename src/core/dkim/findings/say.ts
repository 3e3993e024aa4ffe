/** From the outcome of a message to what is said of it. */
import { type Finding, type FindingDef, type Severity, say } from '../../../base/index.ts';
import { MIN_RSA_BITS, RECOMMENDED_RSA_BITS } from '../key-fit.ts';
import type { SignatureVerdict, Verification } from '../types.ts';
import { REASON_FINDINGS } from './reasons.ts';
import {
  bodyLength,
  keySecurity,
  lineEnds,
  none,
  severalFroms,
  severalRecords,
  shortKey,
  testing,
  unsignedTail,
} from './remarks.ts';

export function verificationFindings({ result, verdicts, message }: Verification): readonly Finding[] {
  const { froms, bareLf, bareCr } = message;
  return [
    ...(verdicts.length === 0 ? [say(none)] : []),
    ...verdicts.flatMap((verdict) => signatureFindings(verdict, result === 'pass')),
    ...(froms > 1 ? [say(severalFroms, { detail: `there are ${froms}` })] : []),
    ...(bareLf + bareCr > 0 ? [say(lineEnds, { detail: `${bareLf} bare LF, ${bareCr} bare CR` })] : []),
  ];
}

function signatureFindings(verdict: SignatureVerdict, isSigned: boolean): readonly Finding[] {
  const { domain, selector, reason, detail } = verdict;
  const scope = domain === undefined ? {} : { domain };
  const severity = severityOf(verdict, isSigned);
  const whose = selector === undefined ? '' : `selector ${selector}: `;
  const own = say(REASON_FINDINGS[reason], { scope, severity, detail: `${whose}${detail}` });
  return [own, ...remarksOn(verdict).map(([def, text]) => say(def, { scope, detail: `${whose}${text}` }))];
}

/** Beside a good signature, one that cannot be verified takes nothing away; one that fails is told as such. */
function severityOf({ result, reason }: SignatureVerdict, isSigned: boolean): Severity {
  const usual = REASON_FINDINGS[reason].severity;
  return isSigned && usual === 'error' && result !== 'fail' ? 'warn' : usual;
}

function* remarksIn({ signature, bodyOctets = 0, key }: SignatureVerdict): Generator<readonly [FindingDef, string]> {
  const length = signature?.bodyLength;
  if (length !== undefined && length < bodyOctets)
    yield [unsignedTail, `${bodyOctets - length} of ${bodyOctets} octets are behind l=${length}`];
  else if (length !== undefined) yield [bodyLength, `l=${length}`];
  if (key === undefined) return;
  if (key.isTesting) yield [testing, 't=y'];
  if (key.records > 1) yield [severalRecords, `there are ${key.records}`];
  if (key.type === 'rsa' && key.bits !== undefined && key.bits >= MIN_RSA_BITS && key.bits < RECOMMENDED_RSA_BITS)
    yield [shortKey, `RSA of ${key.bits} bits`];
  yield [keySecurity, key.status];
}

const remarksOn = (verdict: SignatureVerdict): readonly (readonly [FindingDef, string])[] => [...remarksIn(verdict)];
