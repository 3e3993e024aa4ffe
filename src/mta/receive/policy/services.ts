/** What conditions of this session's ACLs may ask: what the daemon offers, and what only the session knows. */
import type { AclServices, ContentService } from '../../acl/index.ts';
import type { VerifyParty } from '../../verify/index.ts';
import { dmarcService } from '../checks/dmarc.ts';
import { spfService } from '../checks/spf.ts';
import { verifyHelo } from '../helo-verify.ts';
import type { Session } from '../session.ts';
import { scanService } from './scan.ts';

/** @param content  the message, once it has come */
export function servicesOf(session: Session, content: ContentService | undefined): AclServices {
  const spf = spfService(session);
  const dmarc = dmarcService(session);
  const verify = session.shared.ports.verifier?.(partyOf(session));
  const scan = scanService(session);
  return {
    ...session.shared.ports.services,
    verifyHelo: () => verifyHelo(session),
    ...(content !== undefined && { content }),
    ...(spf !== undefined && { spf }),
    ...(scan !== undefined && { scan }),
    ...(dmarc !== undefined && { dmarc }),
    ...(verify !== undefined && { verify }),
  };
}

const partyOf = (session: Session): VerifyParty => ({
  host: session.host,
  sender: session.message?.sender ?? '',
  fields: (session.message?.headers ?? []).filter(({ letter }) => letter !== '*').map(({ text }) => text),
  activeHostname: session.activeHostname,
});
