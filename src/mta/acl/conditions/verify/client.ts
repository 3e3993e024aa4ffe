/** Checks of the client: its certificate, the name it gives, the names of its address. */
import { after, clean } from '../../../expand/index.ts';
import type { HostName } from '../../../facts/index.ts';
import { defer, type Said } from '../../rows.ts';
import type { VerifyRow } from './types.ts';

/** Found out when TLS was started. */
const certificate: VerifyRow = {
  name: 'certificate',
  options: false,
  test: (_order, { world }) =>
    world.facts.connection.tls?.verified === true || { came: 'fail', message: clean('no verified certificate') },
};

const helo: VerifyRow = {
  name: 'helo',
  options: false,
  test: (_order, { world: { facts, services } }) => {
    const known = facts.connection.heloVerified;
    return known === undefined ? (services.verifyHelo?.() ?? false) : known === 'yes';
  },
};

const reverseHostLookup: VerifyRow = {
  name: 'reverse_host_lookup',
  options: true,
  test: ({ options }, { world: { facts } }) => {
    const { client, hostName } = facts.connection;
    if (client === undefined) return true;
    const said = after(hostName ?? facts.lookUpName(), (name) => judged(name, hostName !== undefined));
    const isDeferOk = options.some((option) => option.toLowerCase() === 'defer_ok');
    return after(said, (answer) =>
      // What follows in the statement may still tell of it.
      isDeferOk && typeof answer === 'object' && answer.came === 'defer' ? { ...answer, came: 'ok' as const } : answer,
    );
  },
};

/** @param wasKnown  it has been looked up for another reason before */
function judged(name: HostName, wasKnown: boolean): Said {
  if (name.kind === 'found') return true;
  if (name.kind === 'deferred') return defer('host lookup deferred for reverse lookup check');
  const reason = name.message === '' ? '' : ` (${name.message})`;
  return { came: 'fail', logMessage: `host lookup failed${wasKnown ? '' : ' for reverse lookup check'}${reason}` };
}

export const CLIENT_CHECKS = [certificate, helo, reverseHostLookup];
