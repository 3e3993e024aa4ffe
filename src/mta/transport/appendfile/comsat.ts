/** notify_comsat: the daemon that tells users who are logged in of new mail hears where in the mailbox it begins. */
import { sendDatagram } from '../../../core/net/index.ts';
import type { Delivery } from '../types.ts';

const LOOPBACK = '127.0.0.1';
/** The service `biff` over UDP. */
const PORT = 512;

/** Nobody may be listening, and that is no matter. */
export async function notifyComsat({ recipients }: Delivery, mailboxOctets: number): Promise<void> {
  const [first] = recipients;
  if (first === undefined) return;
  await sendDatagram(LOOPBACK, PORT, Buffer.from(`${first.localPart}@${mailboxOctets}\n\0`, 'latin1'));
}
