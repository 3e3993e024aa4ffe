/** What is wrong or unwise in a policy: in the text alone (`lintRecord`), and in what it leads to (`lintWalk`). */
import { type Finding, type FindingDef, say } from '../../base/index.ts';
import { defaultLimits } from './budget.ts';
import * as lint from './findings/lint.ts';
import { problemFindings } from './findings/problems.ts';
import { problemFindingsOf } from './findings/say.ts';
import { usesMacro } from './grammar/macro-string.ts';
import type { Directive, Mechanism, SpfRecord, Term } from './grammar/types.ts';
import { textOf } from './tree.ts';
import { specOf, type Walked, type WalkedTerm } from './walk.ts';

/** RFC 7208 §3.4. */
const MAX_OCTETS = 450;
/** Networks wider than these get a word. */
const WIDE = { ip4: 12, ip6: 24 } as const;

/** @param domain  absent for a text */
export function lintRecord(record: SpfRecord, domain?: string): readonly Finding[] {
  const scope = domain === undefined ? {} : { domain };
  const tell = (def: FindingDef, detail?: string, fix?: string): Finding =>
    say(def, { scope, ...(detail !== undefined && { detail }), ...(fix !== undefined && { fix }) });
  return [
    ...endings(record, tell),
    ...record.terms.flatMap((term) => oddities(term, tell)),
    ...repeated(record, tell),
    ...length(record, tell),
  ];
}

type Tell = (def: FindingDef, detail?: string, fix?: string) => Finding;

function endings({ directives, redirect }: SpfRecord, tell: Tell): readonly Finding[] {
  const at = directives.findIndex(({ mechanism }) => mechanism.kind === 'all');
  const all = directives[at];
  if (all === undefined) return redirect === undefined ? [tell(lint.noEnding)] : [];
  const after = directives.slice(at + 1).map(({ text }) => text);
  return [
    ...(all.qualifier === '+' ? [tell(lint.passAll, all.text)] : []),
    ...(all.qualifier === '?' ? [tell(lint.neutralAll, all.text)] : []),
    ...(after.length > 0 ? [tell(lint.afterAll, after.join(' '))] : []),
    ...(redirect === undefined ? [] : [tell(lint.redirectUnused, redirect.text)]),
  ];
}

function oddities(term: Term, tell: Tell): readonly Finding[] {
  if (term.kind === 'unknown') return [tell(lint.unknownModifier, term.text, likelyMechanism(term.text))];
  const spec = specOf(term);
  const macro = spec !== undefined && usesMacro(spec, 'p') ? [tell(lint.validatedNameUsed, term.text)] : [];
  return term.kind === 'directive' ? [...macro, ...mechanismOddities(term, tell)] : macro;
}

function likelyMechanism(text: string): string | undefined {
  const match = /^(include|a|mx|ptr|ip4|ip6|exists)=(.+)$/i.exec(text);
  return match === null ? undefined : `write ${match[1]}:${match[2]}`;
}

function mechanismOddities({ mechanism, text, qualifier }: Directive, tell: Tell): readonly Finding[] {
  if (mechanism.kind === 'ptr') return [tell(lint.ptrUsed, text)];
  if (mechanism.kind !== 'ip4' && mechanism.kind !== 'ip6') return [];
  const { network, prefix } = mechanism;
  const own = masked(network, prefix);
  const isExact = own.every((octet, i) => octet === network[i]);
  const lets = qualifier === '+' && prefix < WIDE[mechanism.kind];
  return [
    ...(lets ? [tell(lint.wideNetwork, text)] : []),
    ...(isExact ? [] : [tell(lint.hostBits, text, `write ${mechanism.kind}:${textOf(own)}/${prefix}`)]),
  ];
}

export function masked(network: Uint8Array, prefix: number): Uint8Array {
  return network.map((octet, i) => octet & (0xff00 >> Math.max(0, Math.min(8, prefix - 8 * i))) & 0xff);
}

function repeated({ directives }: SpfRecord, tell: Tell): readonly Finding[] {
  const seen = new Set<string>();
  return directives.flatMap(({ text, mechanism }) => {
    const key = keyOf(mechanism, text);
    if (seen.has(key)) return mechanism.kind === 'all' ? [] : [tell(lint.repeatedTerm, text)];
    seen.add(key);
    return [];
  });
}

const keyOf = ({ kind }: Mechanism, text: string): string =>
  kind === 'all' ? 'all' : text.replace(/^[-+~?]/, '').toLowerCase();

function length({ text }: SpfRecord, tell: Tell): readonly Finding[] {
  return text.length > MAX_OCTETS ? [tell(lint.tooLong, `it has ${text.length} octets`)] : [];
}

/** Everything that can be said of a domain's policy: its own record in full, of the others what breaks a check. */
export function lintWalk(walked: Walked): readonly Finding[] {
  const { found, domain, lookups, voids } = walked;
  if (found.kind !== 'record') return problemFindingsOf(found.problem);
  const limits = defaultLimits;
  const counted = `a sender that matches nothing costs ${lookups} look-ups, and ${limits.lookups} are allowed`;
  const findings = [
    ...(lookups > limits.lookups
      ? [say(problemFindings['too-many-lookups'], { scope: { domain }, detail: counted })]
      : []),
    ...(voids > limits.voids
      ? [
          say(problemFindings['too-many-voids'], {
            scope: { domain },
            detail: `${voids} names have nothing, and ${limits.voids} are allowed`,
          }),
        ]
      : []),
    ...unrepeated([...lintRecord(found.record, domain), ...followed(walked)]),
  ];
  return findings.every(({ severity }) => severity === 'info')
    ? [say(lint.good, { scope: { domain }, detail: `${lookups} of ${limits.lookups} look-ups` }), ...findings]
    : findings;
}

/** A term that stands ten times, or is met by several ways, is told once. */
function unrepeated(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ id, scope, detail }) => {
    const key = JSON.stringify([id, scope, detail]);
    return !seen.has(key) && seen.add(key);
  });
}

function followed(walked: Walked): readonly Finding[] {
  return walked.terms.flatMap((term) => [
    ...leads(term, walked.domain),
    ...(term.record === undefined ? [] : below(term.record)),
  ]);
}

/** An included record's own style is its owner's affair. */
function below(walked: Walked): readonly Finding[] {
  return walked.found.kind === 'error' ? problemFindingsOf(walked.found.problem) : followed(walked);
}

function leads({ term, isVoid, unknown, error, hosts, record }: WalkedTerm, domain: string): readonly Finding[] {
  const scope = { domain };
  const tell = (def: FindingDef, detail = term.text): readonly Finding[] => [say(def, { scope, detail })];
  if (error !== undefined) return tell(lint.notAsked, `${term.text}: ${error}`);
  if (unknown === 'cycle') return tell(lint.cycle);
  if (unknown === 'malformed') return tell(lint.malformedTarget);
  if (unknown === 'bound') return tell(lint.incomplete);
  if (record?.found.kind === 'none')
    return tell(
      problemFindings[term.kind === 'redirect' ? 'redirect-without-record' : 'include-without-record'],
      `${term.text}: ${record.found.problem.detail}`,
    );
  if (isVoid) return tell(lint.voidTerm);
  const isMx = term.kind === 'directive' && term.mechanism.kind === 'mx';
  return isMx && hosts.length > defaultLimits.names
    ? tell(problemFindings['too-many-mx'], `${term.text}: ${hosts.length} mail hosts`)
    : [];
}
