/** What conditions of this session's ACLs may ask: what the daemon offers, and what only the session knows. */
import type { AclServices, ContentService } from '../../acl/index.ts';
import { dmarcService } from '../checks/dmarc.ts';
import { spfService } from '../checks/spf.ts';
import { verifyHelo } from '../helo-verify.ts';
import type { Session } from '../session.ts';

/** @param content  the message, once it has come */
export function servicesOf(session: Session, content: ContentService | undefined): AclServices {
  const spf = spfService(session);
  const dmarc = dmarcService(session);
  return {
    ...session.shared.ports.services,
    verifyHelo: () => verifyHelo(session),
    ...(content !== undefined && { content }),
    ...(spf !== undefined && { spf }),
    ...(dmarc !== undefined && { dmarc }),
  };
}
