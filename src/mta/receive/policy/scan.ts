/** Scanners, asked about the message at hand. */
import type { ScanService } from '../../acl/index.ts';
import { foundName } from '../../facts/index.ts';
import type { SpamFacts } from '../../scan/index.ts';
import type { Session } from '../session.ts';

export function scanService(session: Session): ScanService | undefined {
  const { scanCopy } = session;
  const { scanners } = session.shared.ports;
  if (scanCopy === undefined || scanners === undefined) return undefined;
  return {
    malware: async (question) => {
      const copy = await scanCopy.get();
      return copy.ok ? scanners.malware(question, copy.value) : NO_COPY;
    },
    spam: async (question) => {
      const copy = await scanCopy.get();
      return copy.ok ? scanners.spam({ ...question, ...spamFacts(session) }, copy.value) : NO_COPY;
    },
  };
}

const NO_COPY = { kind: 'defer', message: 'error while creating mbox spool file' } as const;

const spamFacts = ({ message, connection }: Session): SpamFacts => ({
  messageId: message?.id ?? '',
  sender: message?.sender ?? '',
  recipients: message?.recipients.map(({ address }) => address) ?? [],
  helo: connection.helo?.name,
  hostName: foundName(connection),
  address: connection.client?.address,
  authenticatedId: connection.auth?.id,
});
