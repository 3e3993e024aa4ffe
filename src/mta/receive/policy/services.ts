/** What conditions of this session's ACLs may ask: what the daemon offers, and what only the session knows. */
import type { AclServices, ContentService } from '../../acl/index.ts';
import { after, type Later } from '../../expand/index.ts';
import type { VerifyParty } from '../../verify/index.ts';
import { storedOf } from '../arrival/store.ts';
import { dmarcService } from '../checks/dmarc.ts';
import { spfService } from '../checks/spf.ts';
import { logListNote } from '../client-name.ts';
import { verifyHelo } from '../helo-verify.ts';
import type { Session } from '../session.ts';
import { waitsFor } from '../waiting.ts';
import { scanService } from './scan.ts';

/** @param content  the message, once it has come */
export function servicesOf(session: Session, content: ContentService | undefined): AclServices {
  const { services, verifier } = session.shared.ports;
  const { dns, hints, wait, datagram } = services;
  return {
    dns,
    hints,
    wait:
      wait === undefined
        ? undefined
        : (seconds) => keepingBack(session, 'delays', () => pausing(session, seconds, wait)),
    datagram,
    hasPackets: session.shared.ports.isRehearsal !== true && session.connection.source === 'smtp',
    content,
    waitsFor: (domains) => waitsFor(session, domains),
    verifyHelo: () => verifyHelo(session),
    die: () => session.die(),
    spf: spfService(session),
    scan: scanService(session),
    dmarc: dmarcService(session),
    cutthrough: (control) => session.cutthrough.ask(control),
    // Its fields are gathered when somebody asks, which few ACLs do.
    verify:
      verifier === undefined
        ? undefined
        : (question) => keepingBack(session, 'callouts', () => verifier(partyOf(session))(question)),
  };
}

/** A client that ends its side ends the pause, since nobody is held up by it. */
function pausing(session: Session, seconds: number, wait: NonNullable<AclServices['wait']>): Later<void> {
  session.pause = new AbortController();
  return after(wait(seconds, session.pause.signal), () => {
    session.pause = undefined;
  });
}

/** Replies that wait for company leave before a pause, unless an ACL has said that they should not. */
function keepingBack<T>(session: Session, what: 'delays' | 'callouts', act: () => Later<T>): Later<T> {
  if (session.connection.keepsBack?.[what] !== true) return act();
  session.isKeepingBack = true;
  return after(act(), (value) => {
    session.isKeepingBack = false;
    return value;
  });
}

export const partyOf = (session: Session): VerifyParty => ({
  host: session.host,
  sender: session.message?.sender ?? '',
  activeHostname: session.activeHostname,
  stored: () => storedOf(session),
  holder: session.cutthrough,
  tellNoAddress: (name) => logListNote(session, { kind: 'no-address', name }),
});
