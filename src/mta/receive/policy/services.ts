/** What conditions of this session's ACLs may ask: what the daemon offers, and what only the session knows. */
import type { AclServices, ContentService } from '../../acl/index.ts';
import { verifyHelo } from '../helo-verify.ts';
import type { Session } from '../session.ts';

/** @param content  the message, once it has come */
export const servicesOf = (session: Session, content: ContentService | undefined): AclServices => ({
  ...session.shared.ports.services,
  verifyHelo: () => verifyHelo(session),
  ...(content !== undefined && { content }),
});
