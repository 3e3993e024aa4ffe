/** An ACL run for a command: found by its option, run, and what it asks for taken in. */
import { type AclVerdict, type AclWorld, aclPort, type ContentService, runAcl } from '../../acl/index.ts';
import { ACL_PHASES, type AclPhase } from '../../config/index.ts';
import {
  type AclAnswer,
  type AclPort,
  after,
  clean,
  type ExpansionHost,
  type Later,
  type Text,
} from '../../expand/index.ts';
import { Scope } from '../scope.ts';
import type { Session } from '../session.ts';
import { applyEffects } from './effects.ts';
import { servicesOf } from './services.ts';

/** A message that comes by no SMTP has ACLs of its own, and passes where SMTP alone has one (Exim spec §44.4). */
const OF_LOCAL: Partial<Readonly<Record<AclPhase, AclPhase>>> = {
  predata: 'not-smtp-start',
  mime: 'not-smtp-mime',
  data: 'not-smtp',
  dkim: 'dkim',
};
const PASSED: AclVerdict = { outcome: 'accept', effects: [], trail: [] };

/** @returns undefined where the option is not set */
export function runPhase(session: Session, given: AclPhase, content?: ContentService): Later<AclVerdict | undefined> {
  const { options } = session.shared;
  const phase = session.source === 'local' || session.source === 'batch' ? OF_LOCAL[given] : given;
  if (phase === undefined) return PASSED;
  const { option } = ACL_PHASES[phase];
  const text = options.text(option);
  session.rejectTargets = undefined;
  if (text === undefined) return undefined;
  session.scopes.command = new Scope();
  return after(runAcl(worldOf(session, phase, content), clean(text)), (verdict) => {
    applyEffects(session, verdict.effects);
    tell(session, phase, text, verdict);
    return verdict;
  });
}

/** For `${acl{…}}` where no ACL stands around it; one for every connection. */
export class SessionAcls implements AclPort {
  private readonly session: Session;
  private readonly host: (() => ExpansionHost) | undefined;

  constructor(session: Session, host?: () => ExpansionHost) {
    this.session = session;
    this.host = host;
  }

  run(name: Text, args: readonly Text[]): Later<AclAnswer> {
    const { session } = this;
    const world = (): AclWorld => ({
      ...worldOf(session, 'unknown', undefined),
      host: this.host?.() ?? session.host,
    });
    return aclPort(world, (effects) => applyEffects(session, effects)).run(name, args);
  }
}

function worldOf(session: Session, phase: AclWorld['phase'], content: ContentService | undefined): AclWorld {
  const { ports } = session.shared;
  return {
    configuration: ports.configuration,
    phase,
    facts: session.facts,
    host: session.host,
    services: servicesOf(session, content),
    transaction: session.scopes.transaction,
    log: (effect) => applyEffects(session, [effect]),
    ...((ports.observe !== undefined || session.debugging !== undefined) && { traced: true }),
  };
}

function tell(session: Session, phase: AclPhase, acl: string, verdict: AclVerdict): void {
  const { debugging, connection, shared } = session;
  const { observe } = shared.ports;
  if (observe === undefined && debugging === undefined) return;
  const decision = { phase, acl, verdict, ...(connection.command !== undefined && { command: connection.command }) };
  debugging?.decided(decision);
  observe?.(decision);
}
