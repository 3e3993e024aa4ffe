import type { ConditionRow } from '../ast.ts';
import { after, failed, isFailure, type Text } from '../outcome.ts';

/** Where Cyrus's daemon listens. */
const SOCKET = '/var/run/saslauthd/mux';
const TIMEOUT_MS = 30_000;

/** `saslauthd{{user}{password}{service}{realm}}` */
export const saslauthd: ConditionRow = {
  name: 'saslauthd',
  doc: 'The daemon saslauthd takes a user and a password.',
  syntax: { kind: 'grouped', min: 2, max: 4 },
  test: ([user, password, service, realm], _, run) => {
    const request = [user!, password!, service, realm].map(counted).join('');
    const question = { where: SOCKET, request, timeoutMs: TIMEOUT_MS, shutdown: false, tls: false, octets: true };
    return after(run.host.system.readSocket(question), (answer) => {
      if (!isFailure(answer)) return answer.text.slice(COUNT_OCTETS).startsWith('OK');
      const reason = /: (.*)$/s.exec(answer.message)?.[1] ?? answer.message;
      return failed(`cannot connect to saslauthd daemon at ${SOCKET}: ${reason}`);
    });
  },
};

const COUNT_OCTETS = 2;

/** A length in two octets, then the text. */
function counted(text: Text | undefined): string {
  const { length } = text?.text ?? '';
  return String.fromCharCode(length >> 8, length & 0xff) + (text?.text ?? '');
}
