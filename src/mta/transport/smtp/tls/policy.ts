/** What TLS with one host shall be: from its options and, where TLSA records bind us, from those. */
import { err, ok, type Result } from '../../../../base/index.ts';
import type { TlsOptions } from '../../../../core/net/index.ts';
import type { TlsMode } from '../../../../core/smtp/index.ts';
import type { ExpansionHost } from '../../../expand/index.ts';
import { ERRNO } from '../../../retry/index.ts';
import { readCiphers } from '../../../tls/index.ts';
import { text } from '../../settings.ts';
import type { HostFacts } from '../host-facts.ts';
import type { Errand } from '../load.ts';
import { expandedText, isInList } from '../settings.ts';
import type { HostTrouble } from '../trouble.ts';
import type { DaneBinding, StsBinding } from './binding.ts';
import { stampsOf } from './material.ts';
import { type TlsWishes, wishesFor } from './wishes.ts';

export interface TlsPolicy {
  readonly mode: TlsMode;
  readonly wishes: TlsWishes;
  readonly dane: DaneBinding | undefined;
  readonly sts: StsBinding | undefined;
  readonly options: Omit<TlsOptions, 'timeoutMs' | 'signal'>;
  /** TLS that fails is followed by a connection in clear. */
  readonly fallsBack: boolean;
  /** Part of what makes connections alike. */
  readonly key: readonly unknown[];
}

export async function tlsPolicyFor(
  load: Errand,
  facts: HostFacts,
  expansions: ExpansionHost,
  onConnect: boolean,
): Promise<Result<TlsPolicy, HostTrouble>> {
  const { delivery } = load;
  const binding = await daneFor(load, facts, expansions);
  if (!binding.ok) return binding;
  const dane = binding.value;
  facts.noteDane(dane);
  const wished = await wishesFor(delivery, facts, expansions);
  if (!wished.ok) return wished;
  const wishes = dane === undefined ? wished.value : await underDane(wished.value, load, expansions, facts.usage);
  // RFC 8461 §2: a policy does not override what DANE says of a host.
  const sts = dane === undefined ? await bindingBySts(load, facts, expansions, wishes) : undefined;
  const enforced = sts?.mode === 'enforce' ? sts : undefined;
  if (enforced?.isNamed === false) return err(notNamed(facts, enforced));
  const binds = dane !== undefined || enforced !== undefined;
  const mode = modeFor(wishes, binds, onConnect);
  const options = optionsFor(wishes, dane, sts === undefined ? undefined : facts.target.name);
  return ok({
    mode,
    wishes,
    dane,
    sts,
    options,
    fallsBack: !binds && !onConnect && wishes.triesClear && !wishes.requires,
    key: [
      enforced !== undefined,
      mode,
      options.serverName,
      options.ciphers,
      wishes.verification,
      wishes.roots,
      wishes.ocsp,
      stampsOf(wishes.files),
      dane?.records.length,
    ],
  });
}

/** Look-ups of TLSA are for hosts whose options may want them: the code for it is loaded then. */
async function daneFor(
  load: Errand,
  facts: HostFacts,
  expansions: ExpansionHost,
): Promise<Result<DaneBinding | undefined, HostTrouble>> {
  const { transport } = load.delivery;
  const isRequired = (text(transport, 'hosts_require_dane') ?? '') !== '';
  if (!isRequired && facts.target.dnssec !== true) return ok(undefined);
  const { bindingFor } = await import('./dane.ts');
  return bindingFor(load, facts, expansions);
}

/** Policies are for hosts whose option wants them; the code for it is loaded then. */
async function bindingBySts(
  { delivery, world }: Errand,
  { target }: HostFacts,
  expansions: ExpansionHost,
  { roots }: TlsWishes,
): Promise<StsBinding | undefined> {
  if (!(await isInList(delivery, 'hosts_try_mta_sts', target, expansions))) return undefined;
  const { stsFor } = await import('./sts.ts');
  return (await stsFor(target, roots, world)).binding;
}

/** RFC 8461 §4.1: the policy is of another host; the next may be named. */
const notNamed = ({ target }: HostFacts, { domain }: StsBinding): HostTrouble => ({
  errno: ERRNO.tlsRequired,
  text: `MTA-STS: the policy of ${domain} does not name ${target.name}`,
  namesHost: true,
  tlsFault: { by: 'sts', resultType: 'validation-failure', reasonCode: 'mx-mismatch' },
});

/** Only a record of usage DANE-TA leaves a use for OCSP, unless the option says otherwise (Exim spec §43.16). */
async function underDane(
  wishes: TlsWishes,
  { delivery }: Pick<Errand, 'delivery'>,
  expansions: ExpansionHost,
  usage: number,
): Promise<TlsWishes> {
  const written = delivery.transport.settings.get('hosts_request_ocsp')?.value;
  if (wishes.ocsp !== 'request') return wishes;
  if (written === undefined) return usage === 4 ? wishes : { ...wishes, ocsp: 'no' };
  if (typeof written !== 'string' || !written.includes('tls_out_tlsa_usage')) return wishes;
  const again = await expandedText(delivery, 'hosts_request_ocsp', expansions);
  return typeof again === 'string' ? wishes : { ...wishes, ocsp: 'no' };
}

/** @param binds  the host's domain insists on TLS, whatever our options say */
function modeFor({ avoids, requires, triesClear }: TlsWishes, binds: boolean, onConnect: boolean): TlsMode {
  if (onConnect) return 'on-connect';
  if (binds) return 'required';
  if (avoids) return requires ? 'neither' : 'never';
  if (requires) return 'required';
  return triesClear ? 'optional' : 'unless-refused';
}

/** @param stsHost  the name to ask for where a policy is looked at (RFC 8461 §4.2) */
function optionsFor(
  wishes: TlsWishes,
  dane: DaneBinding | undefined,
  stsHost: string | undefined,
): TlsPolicy['options'] {
  const read = readCiphers(dane === undefined ? wishes.ciphers : wishes.daneCiphers);
  const choice = read.ok ? read.value : { options: 0 };
  const hasChoice = choice.ciphers !== undefined || choice.options !== 0 || choice.groups !== undefined;
  const serverName = dane?.base ?? stsHost ?? wishes.sni;
  return {
    ...(serverName !== undefined && { serverName }),
    ...(hasChoice && {
      ciphers: {
        options: choice.options,
        ...(choice.ciphers !== undefined && { list: choice.ciphers }),
        ...(choice.groups !== undefined && { groups: choice.groups }),
      },
    }),
    ...(wishes.ocsp === 'no' && { requestsOcsp: false }),
    minDhBits: wishes.minDhBits,
    ...(wishes.identity !== undefined && { identity: wishes.identity }),
    ...(wishes.alpn.length > 0 && { alpn: wishes.alpn }),
  };
}
