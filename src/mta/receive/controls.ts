/** What ACLs have asked for so far: of the connection, and of the message under way. */
import type { AclControl, HeaderPosition } from '../acl/index.ts';

type Control<Name extends AclControl['name']> = Extract<AclControl, { name: Name }>;

/** What ACLs asked for that lasts as long as the connection. */
export interface ConnectionControls {
  isSingleLine: boolean;
  enforcesSync: boolean;
  allowsUnadvertisedAuth: boolean;
  offersPipelining: boolean;
  /** The client's session has not heard of it yet. */
  isNew: boolean;
}

/** What ACLs asked for that lasts as long as the message. */
export interface MessageControls {
  freeze?: Control<'freeze'>;
  queue?: Control<'queue'>;
  fake?: Control<'fakedefer' | 'fakereject'>;
  submission?: Control<'submission'>;
  isDiscarded: boolean;
  /** `log_message` of the ACL that discards every recipient. */
  discardMessage?: string | undefined;
  suppressesFixups: boolean;
  keepsDkimUnverified: boolean;
  keepsDmarcUnverified: boolean;
  tellsDmarcFailure: boolean;
  keepsScanCopy: boolean;
  downconvert?: Control<'utf8_downconvert'>;
  readonly added: { readonly position: HeaderPosition; readonly text: string }[];
  readonly removed: string[];
}

export const newMessageControls = (): MessageControls => ({
  isDiscarded: false,
  suppressesFixups: false,
  keepsDkimUnverified: false,
  keepsDmarcUnverified: false,
  tellsDmarcFailure: false,
  keepsScanCopy: false,
  added: [],
  removed: [],
});
