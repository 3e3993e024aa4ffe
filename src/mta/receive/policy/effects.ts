/** What an ACL asked for, taken in: into the log, the connection's controls, the message's. */
import type { AclControl, AclEffect, DebugControl } from '../../acl/index.ts';
import { type LogFormat, writtenEntry } from '../../log/index.ts';
import { Debugging } from '../debugging.ts';
import { rejectedMessage } from '../log-facts.ts';
import type { Session } from '../session.ts';

export function applyEffects(session: Session, effects: readonly AclEffect[]): void {
  for (const effect of effects) apply(session, effect);
}

function apply(session: Session, effect: AclEffect): void {
  const { messageControls, message } = session;
  switch (effect.kind) {
    case 'log':
      logEffect(session, effect);
      return;
    case 'reject-target':
      session.rejectTargets = effect.logs;
      return;
    case 'add-header':
      messageControls.added.push({ position: effect.position, text: effect.text });
      return;
    case 'remove-header':
      messageControls.removed.push(effect.names);
      return;
    case 'queue':
      session.queueName = effect.name;
      if (message !== undefined) message.queueName = effect.name;
      return;
    case 'control':
      control(session, effect.control);
  }
}

function logEffect(session: Session, { text, logs, isRaw, selector }: Extract<AclEffect, { kind: 'log' }>): void {
  const { message } = session;
  const made = writtenEntry({ message: text, targets: logs }, formatOf(session, isRaw));
  const isShown = logs.includes('reject') && message !== undefined && message.headers.length > 0;
  session.log({
    ...made,
    ...(selector !== undefined && { selector }),
    ...(isShown && { below: rejectedMessage(message) }),
  });
}

const formatOf = ({ logFormat }: Session, isRaw = false): LogFormat =>
  isRaw ? { ...logFormat, topBits: true } : logFormat;

function debug(session: Session, control: DebugControl): void {
  if (control.stop || control.kill) {
    if (control.kill) session.debugging?.remove();
    else session.debugging?.close();
    session.debugging = undefined;
  } else if (session.debugging !== undefined) session.debugging.change(control);
  else {
    const file = session.shared.ports.openDebug?.(control.tag ?? '');
    if (file !== undefined) session.debugging = new Debugging(file, control.tag ?? '', control);
  }
}

function control(session: Session, asked: AclControl): void {
  const { controls, messageControls, facts } = session;
  switch (asked.name) {
    case 'allow_auth_unadvertised':
      controls.allowsUnadvertisedAuth = true;
      controls.isNew = true;
      return;
    case 'enforce_sync':
    case 'no_enforce_sync':
      controls.enforcesSync = asked.name === 'enforce_sync';
      controls.isNew = true;
      return;
    case 'debug':
      debug(session, asked.debug);
      return;
    case 'no_multiline_responses':
      controls.isSingleLine = true;
      controls.isNew = true;
      return;
    case 'no_pipelining':
      controls.offersPipelining = false;
      return;
    case 'caseful_local_part':
    case 'caselower_local_part':
      if (facts.address !== undefined) facts.address.isCaseful = asked.name === 'caseful_local_part';
      return;
    case 'suppress_local_fixups':
      messageControls.suppressesFixups = true;
      return;
    case 'dkim_disable_verify':
      messageControls.keepsDkimUnverified = true;
      return;
    case 'dmarc_enable_forensic':
      messageControls.tellsDmarcFailure = true;
      return;
    case 'dmarc_disable_verify':
      messageControls.keepsDmarcUnverified = true;
      return;
    case 'no_mbox_unspool':
      messageControls.keepsScanCopy = true;
      return;
    case 'fakedefer':
    case 'fakereject':
      messageControls.fake = asked;
      if (asked.name === 'fakereject') session.cutthrough.drop();
      return;
    case 'freeze':
      if (!session.shared.options.flag('mua_wrapper')) messageControls.freeze = asked;
      session.cutthrough.drop(); // what stays here goes nowhere at once
      return;
    case 'queue':
      messageControls.queue = asked;
      session.cutthrough.drop();
      return;
    case 'submission':
      messageControls.submission = {
        ...asked,
        submission: { ...messageControls.submission?.submission, ...asked.submission },
      };
      return;
    case 'utf8_downconvert':
      messageControls.downconvert = asked;
  }
}
