/** `dsn craft`: what was written, and how it is to be sent. */
import { ok, type Report, type Result, toBase64 } from '../../base/index.ts';
import { craftDsn } from './craft/craft.ts';
import type { DsnSpec } from './craft/spec.ts';
import type { DsnError } from './errors.ts';
import { say } from './findings/define.ts';
import { crafted, originalCut } from './findings/registry.ts';
import type { Action, Returned } from './types.ts';

export interface DsnCraftData {
  /** The report, base64. */
  readonly message: string;
  /** In what envelope it goes: the null sender, and nobody told if it fails. */
  readonly envelope: { readonly sender: ''; readonly recipient: string; readonly notify: 'NEVER' };
  readonly recipients: readonly { readonly address: string; readonly action: Action; readonly status: string }[];
  /** What is enclosed of the original. */
  readonly returned: Returned;
  readonly messageId: string;
  /** What the next server must offer. */
  readonly needs: { readonly eightBitMime: boolean; readonly smtpUtf8: boolean };
}

export function craftedReport(spec: DsnSpec): Result<Report<DsnCraftData>, DsnError> {
  const made = craftDsn(spec);
  if (!made.ok) return made;
  const { octets, returned, cut, needs } = made.value;
  const recipients = spec.recipients.map(({ address, action, status }) => ({ address, action, status }));
  const data: DsnCraftData = {
    message: toBase64(octets),
    envelope: { sender: '', recipient: spec.to, notify: 'NEVER' },
    recipients,
    returned,
    messageId: spec.messageId,
    needs,
  };
  const detail = `${octets.length} octets to ${spec.to}`;
  const findings = [say(crafted, { detail }), ...(cut === undefined ? [] : [say(originalCut, { detail: cut })])];
  return ok({ findings, data });
}
