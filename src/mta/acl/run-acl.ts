/** An ACL from a phase of a session: its option's value, run to its verdict. */
import { keptByText } from '../../base/index.ts';
import { after, expand, type Later, parseExpansion, type Text, textOf } from '../expand/index.ts';
import { noteTold } from './checked-senders.ts';
import { runSource } from './engine/engine.ts';
import { call } from './engine/nested.ts';
import { type AclRun, createRun, type Ended, log } from './engine/run.ts';
import { isMessageSite, placeName } from './engine/site.ts';
import type { AclOutcome, AclVerdict, AclWorld } from './types.ts';
import { wrapMessage } from './wrap.ts';

/**
 * @param start  the value of `acl_smtp_…` as written; expanded, it is a file, a name, or an ACL in itself
 * @param args  `$acl_arg1` and on
 */
export function runAcl(world: AclWorld, start: Text, args: readonly Text[] = []): Later<AclVerdict> {
  const run = createRun(world, args, call);
  return after(startAt(run, start), (ended) => verdictOf(run, ended));
}

function startAt(run: AclRun, start: Text): Later<Ended> {
  return after(expand(startOf(start.text), run.host), (source) => {
    if (source.kind === 'text') return runSource(run, source);
    if (source.kind === 'forced-fail') return { ...NOTHING, outcome: 'accept' };
    const logMessage = `failed to expand ACL string "${start.text}": ${source.message}`;
    return { ...NOTHING, outcome: source.kind === 'deferred' ? 'defer' : 'error', logMessage };
  });
}

/** Options name ACLs: as many as there are phases, in a few configurations. */
const MAX_KEPT = 200;
const startOf = keptByText(MAX_KEPT, parseExpansion);

const NOTHING: Omit<Ended, 'outcome'> = { message: undefined, logMessage: undefined, steps: [] };

function verdictOf(run: AclRun, { outcome, message, logMessage, steps }: Ended): AclVerdict {
  const decided = allowedHere(run, outcome);
  if (run.senderFailure !== undefined && (decided === 'deny' || decided === 'drop' || decided === 'defer'))
    noteTold(run.world.facts, run.senderFailure.address);
  const shown = decided === 'defer' && !run.temporaryDetails ? undefined : message;
  return {
    outcome: decided,
    ...(shown !== undefined && { message: decided === 'discard' ? shown : wrapped(shown) }),
    ...(logMessage !== undefined && { logMessage }),
    ...(run.senderFailure !== undefined && { senderFailure: run.senderFailure }),
    effects: run.effects,
    trail: steps,
  };
}

const wrapped = ({ text, tainted }: Text): Text => textOf(wrapMessage(text), tainted);

/** Only a message can be thrown away, and only who asks about a connection can end it. */
function allowedHere(run: AclRun, outcome: AclOutcome): AclOutcome {
  const { phase } = run.world;
  const isMisused =
    (outcome === 'discard' && (!isMessageSite(phase) || phase === 'predata')) ||
    (outcome === 'drop' && phase === 'mailauth');
  if (!isMisused) return outcome;
  log(run, `"${outcome}" verb not allowed in ${placeName(phase)} ACL`, ['main', 'panic']);
  return 'error';
}
