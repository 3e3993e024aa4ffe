/** The certificates a live host shows, one per key type, as material for TLSA records. */
import { err, type Failure, ok, type Result } from '../../base/index.ts';
import type { Material } from '../../core/dane/index.ts';
import { type Name, RR } from '../../core/dns/index.ts';
import type { Certificate } from '../../core/pki/index.ts';
import type { StartTlsProtocol } from '../../core/tls/index.ts';
import type { Context } from './context.ts';

export interface LiveHost {
  readonly host: Name;
  readonly port: number;
  readonly starttls: StartTlsProtocol;
}

/** One chain a certificate the host has, each leaf first, as sent. */
export async function liveChains(
  place: LiveHost,
  context: Context,
): Promise<Result<readonly (readonly Material[])[], Failure>> {
  const { readCertificate } = await import('../../core/pki/index.ts');
  const seen = await handshakes(place, context);
  if (!seen.ok) return seen;
  const chains = seen.value.map((chain) =>
    chain.map(readCertificate).flatMap((read) => (read.ok ? [materialOf(read.value)] : [])),
  );
  const readable = chains.filter(({ length }) => length > 0);
  return readable.length > 0 ? ok(readable) : err(failure(place, 'its certificate cannot be read'));
}

function materialOf({ subjectText, publicKey, der }: Certificate): Material {
  return { what: `the certificate of ${subjectText}`, publicKey, certificate: der };
}

/** The first address that shakes hands decides; both key types are asked for. */
async function handshakes(
  place: LiveHost,
  { network, settings, signal }: Context,
): Promise<Result<readonly (readonly Uint8Array[])[], Failure>> {
  const { addressTexts } = await import('../../core/dane/index.ts');
  const types = settings.family === 4 ? [RR.A] : settings.family === 6 ? [RR.AAAA] : [RR.A, RR.AAAA];
  const looked = await Promise.all(types.map((type) => network.resolver.lookup(place.host, type, { signal })));
  const addresses = looked.flatMap((one) => (one.ok ? addressTexts(one.value.records) : []));
  const failed = looked.find((one) => !one.ok);
  if (addresses.length === 0)
    return failed !== undefined && !failed.ok ? failed : err(failure(place, 'it has no address'));
  const { outcomeText, probeEachKey } = await import('../../core/tls/index.ts');
  const { ehlo, timeoutMs } = settings;
  const about = { port: place.port, protocol: place.starttls, serverName: place.host, ehlo, timeoutMs, signal };
  let why = 'nothing was tried';
  for (const address of addresses) {
    const keys = await probeEachKey(network.probe, { ...about, address });
    const chains = keys.flatMap(({ outcome }) => (outcome.kind === 'tls' ? [outcome.chain] : []));
    if (chains.length > 0) return ok(chains);
    why = outcomeText(keys.at(-1)!.outcome);
  }
  return err(failure(place, why));
}

function failure({ host, port }: LiveHost, why: string): Failure {
  return {
    code: 'tls/no-certificate',
    message: `${host}:${port} showed no certificate: ${why}`,
    hint: 'give a file with --from',
    fault: 'peer',
    temporary: true,
  };
}
