/**
 * What subjects share: the mail hosts, looked at once. The DANE check visits every address of every host, a handshake for
 * each type of key; TLS, certificates and reverse names are read from what those handshakes came to.
 */
import type { Finding } from '../../base/index.ts';
import { checkDane, type DaneCheckData, type HostReport } from '../dane/index.ts';
import { type Probe, type ProbeOutcome, type ProbeTarget, shareProbes } from '../tls/index.ts';
import type { CheckPorts, CheckQuestion } from './types.ts';

export interface Site {
  readonly question: CheckQuestion;
  readonly ports: CheckPorts;
  /** The same promise each time. */
  readonly mail: () => Promise<MailLook>;
}

export interface MailLook {
  readonly data: DaneCheckData;
  readonly findings: readonly Finding[];
  readonly visits: readonly Visit[];
}

/** One address of a mail host, and the handshakes made there. */
export interface Visit {
  readonly host: HostReport;
  readonly ip: string;
  readonly targets: readonly ProbeTarget[];
  readonly outcomes: readonly ProbeOutcome[];
}

export function createSite(question: CheckQuestion, ports: CheckPorts): Site {
  let looking: Promise<MailLook> | undefined;
  return {
    question,
    ports,
    mail: () => {
      looking ??= lookAtMail(question, ports);
      return looking;
    },
  };
}

interface Sighting {
  readonly target: ProbeTarget;
  readonly outcome: ProbeOutcome;
}

async function lookAtMail(question: CheckQuestion, ports: CheckPorts): Promise<MailLook> {
  const sightings: Sighting[] = [];
  const { domain, ...rest } = question;
  const { findings, data } = await checkDane(
    { ...rest, target: { kind: 'domain', name: domain }, protocol: 'smtp', allNs: false, requireDane: false },
    {
      resolver: ports.resolver,
      probe: remembering(shareProbes(ports.probe), sightings),
      clock: ports.clock,
      askServer: ports.askServer,
      ...(ports.signal !== undefined && { signal: ports.signal }),
    },
  );
  const visits = data.hosts.flatMap((host) => host.addresses.map(({ ip }) => visitOf(host, ip, sightings)));
  return { data, findings, visits };
}

function remembering(probe: Probe, sightings: Sighting[]): Probe {
  return async (target) => {
    const outcome = await probe(target);
    sightings.push({ target, outcome });
    return outcome;
  };
}

/** Two hosts may share an address: the name that was asked for tells them apart. */
function visitOf(host: HostReport, ip: string, sightings: readonly Sighting[]): Visit {
  const base = host.tlsa.name?.replace(/^_\d+\._tcp\./, '');
  const here = sightings.filter(
    ({ target }) => target.address === ip && (target.serverName === host.name || target.serverName === base),
  );
  const telling = here.filter(({ outcome }) => outcome.kind !== 'no-such-key');
  const seen = telling.length > 0 ? telling : here;
  return { host, ip, targets: seen.map(({ target }) => target), outcomes: seen.map(({ outcome }) => outcome) };
}
