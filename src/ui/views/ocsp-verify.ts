import type { Finding } from '../../base/index.ts';
import type { OcspVerifyData, StaplingView } from '../../core/ocsp/index.ts';
import type { Paint, View } from '../types.ts';

const SIGNERS: Readonly<Record<NonNullable<OcspVerifyData['signer']>['kind'], string>> = {
  issuer: 'the issuer itself',
  delegated: 'appointed by the issuer',
  local: 'trusted by --responder-cert',
};

/** The verdict, what it rests on, until when, and what a stapling server would do. */
export const ocspVerifyView: View<OcspVerifyData> = ({ data, findings }, paint, verbosity) => {
  const { status, certificate, stapling } = data;
  const mark = paint.mark(status === 'good' ? 'ok' : 'error');
  const word = status === 'good' ? paint.good(status) : paint.bad(status);
  const head = `${mark} ${paint.strong(certificate.subject)}: ${word}${status === 'good' ? '' : ` (${because(data)})`}`;
  if (verbosity < 0) return head;
  const [verdict, ...others] = findings.filter(({ id }) => !id.startsWith('ocsp.exim'));
  return [
    head,
    `  serial ${certificate.serial}, issued by ${certificate.issuer}`,
    ...signerLines(data),
    ...dateLines(data, paint),
    ...(verdict?.fix !== undefined && status !== 'good' ? [`  ${paint.dim(`→ ${verdict.fix}`)}`] : []),
    ...others.flatMap((finding) => findingLines(finding, paint, verbosity)),
    ...staplingLines(stapling, paint).map((line) => `  ${line}`),
  ].join('\n');
};

const because = ({ code, status, detail }: OcspVerifyData): string =>
  status === 'invalid' ? `${code}: ${detail}` : detail;

function signerLines({ signer }: OcspVerifyData): string[] {
  if (signer === undefined) return [];
  return [`  signed by ${signer.subject}, ${SIGNERS[signer.kind]}, until ${short(signer.notAfter)}`];
}

function dateLines({ thisUpdate, nextUpdate, validUntil }: OcspVerifyData, paint: Paint): string[] {
  if (thisUpdate === undefined) return [];
  const dates = `  this update ${short(thisUpdate)}, next update ${nextUpdate === undefined ? 'not said' : short(nextUpdate)}`;
  return validUntil === undefined ? [dates] : [dates, `  the proof holds until ${paint.strong(short(validUntil))}`];
}

function findingLines({ severity, title, detail, fix }: Finding, paint: Paint, verbosity: number): string[] {
  const line = `  ${paint.mark(severity)} ${title}${detail === undefined ? '' : `: ${detail}`}`;
  return verbosity > 0 && fix !== undefined ? [line, `    ${paint.dim(`→ ${fix}`)}`] : [line];
}

function staplingLines({ eximServer, why, eximGnutls, requiringClient }: StaplingView, paint: Paint): string[] {
  const client = `a client that requires a staple ${requiringClient === 'ends' ? 'ends the connection' : 'goes on'}`;
  const documented =
    eximServer === 'staples'
      ? `${paint.mark('ok')} Exim staples it; ${client}`
      : `${paint.mark('warn')} Exim does not staple it (${why}); ${client}`;
  if (eximGnutls === 'no-tls')
    return [
      documented,
      `${paint.mark('warn')} Debian’s Exim (GnuTLS) offers no TLS at all with this file: 454 to STARTTLS`,
    ];
  if (eximGnutls === eximServer) return [documented];
  const does = eximGnutls === 'staples' ? 'staples it all the same' : 'does not staple it';
  return [documented, `${paint.mark('info')} Debian’s Exim (GnuTLS) ${does}`];
}

const short = (time: string): string => time.replace(/\.000Z$/, 'Z');
