/** What variables say of the host at hand and of the connection to it, as it becomes known. */
import { type Text, textOf } from '../../expand/index.ts';
import type { AddressVariables } from '../../route/index.ts';
import type { KeyedHost, OutgoingTls } from '../types.ts';
import { type CertificateFault, type DaneBinding, usageBits } from './tls/binding.ts';

/** A host that has an address: one to be tried. */
export type Target = KeyedHost & { readonly address: string };

/** Of a TCP socket; a stream of another kind has none. */
export interface OwnEnd {
  readonly localAddress?: string;
  readonly localPort?: number;
  readonly setKeepAlive?: (on: boolean) => unknown;
}

export class HostFacts {
  readonly target: Target;
  readonly port: number;
  /** Our end, once there is one. */
  interface: { readonly address: string; readonly port: number } | undefined;
  /** `$tls_out_…`, by what stands behind `tls_out_`. */
  tls: Readonly<Record<string, string>> = NO_TLS;

  /** The same for the log. */
  outgoing: OutgoingTls | undefined;
  /** What DANE or a policy has against its certificate, for reports. */
  certificateFault: CertificateFault | undefined;
  /** Its first answer to EHLO; `$item` of host_name_extract. */
  ehloSaid: string | undefined;
  /** Where a TLS session with it is kept. */
  sessionKey: string | undefined;
  /** What the server of the session that was offered showed once, DER. */
  chainOfSession: readonly Uint8Array[] | undefined;
  /** An event has ended the connection, and said this. */
  stoppedBy: string | undefined;
  authenticatedId: string | undefined;
  /** AUTH as it was said last, secrets masked. */
  authSaid: string | undefined;
  proxy: { readonly address: string; readonly port: number } | undefined;
  private asTried: KeyedHost | undefined;

  constructor(target: Target, port: number) {
    this.target = target;
    this.port = port;
  }

  /** With the port: one for all that a connection carries. */
  get host(): KeyedHost {
    this.asTried ??= { ...this.target, port: this.port };
    return this.asTried;
  }

  /** `$tls_out_tlsa_usage`, before and after the handshake. */
  get usage(): number {
    return Number(this.tls.tlsa_usage ?? 0);
  }

  noteDane(dane: DaneBinding | undefined): void {
    if (dane !== undefined) this.tls = { ...NO_TLS, tlsa_usage: String(usageBits(dane.records)) };
  }

  noteInterface({ localAddress, localPort }: OwnEnd): void {
    if (localAddress !== undefined && localPort !== undefined)
      this.interface = { address: localAddress.replace(/^::ffff:/, ''), port: localPort };
  }

  readonly variables: AddressVariables = (name) => {
    const reader = READERS[name];
    if (reader !== undefined) return reader(this);
    return name.startsWith('tls_out_') ? tlsVariable(this, name.slice(8)) : undefined;
  };
}

/** As before a handshake. */
export const NO_TLS: Readonly<Record<string, string>> = {
  bits: '0',
  certificate_verified: '0',
  ocsp: '0',
  resumption: '0',
  dane: 'no',
  tlsa_usage: '0',
};

const tlsVariable = ({ tls }: HostFacts, name: string): Text => textOf(tls[name] ?? NO_TLS[name] ?? '', true);

const READERS: Readonly<Record<string, (facts: HostFacts) => string | Text>> = {
  host: ({ target }) => textOf(target.name, true),
  host_address: ({ target }) => textOf(target.address, true),
  host_port: ({ port }) => String(port),
  sending_ip_address: (facts) => facts.interface?.address ?? '',
  sending_port: (facts) => (facts.interface === undefined ? '' : String(facts.interface.port)),
};
