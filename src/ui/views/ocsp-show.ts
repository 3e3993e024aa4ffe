import type { Finding } from '../../base/index.ts';
import type {
  OcspShowData,
  ShownCertId,
  ShownCertificate,
  ShownExtension,
  ShownFile,
  ShownRequest,
  ShownResponse,
  ShownSingle,
} from '../../core/ocsp/index.ts';
import type { Paint, View } from '../types.ts';

/** Every field on a line of its own, as `openssl ocsp -text` has it; then what to be warned of. */
export const ocspShowView: View<OcspShowData> = ({ data, findings }, paint, verbosity) => {
  const blocks = data.files.map((file) => {
    const head = `${paint.strong(file.file)}: OCSP ${file.content?.kind ?? 'response, unreadable'}, ${file.form}, ${file.octets} octets`;
    return verbosity < 0 ? head : [head, ...contentLines(file).map((line) => `  ${line}`)].join('\n');
  });
  const warnings = findings.map((finding) => findingLine(finding, paint, data.files.length > 1));
  return [...blocks, ...warnings].join('\n');
};

function contentLines({ content }: ShownFile): string[] {
  if (content === undefined) return [];
  return content.kind === 'request' ? requestLines(content) : responseLines(content);
}

function responseLines(response: ShownResponse): string[] {
  const { responder, signature, responses } = response;
  return [
    field('Status', response.status),
    ...optional('Type', response.type === '1.3.6.1.5.5.7.48.1.1' ? `basic (${response.type})` : response.type),
    ...optional('Version', response.version),
    ...optional('Responder', responder && (responder.by === 'name' ? responder.value : `key hash ${responder.value}`)),
    ...optional('Produced at', response.producedAt),
    ...responses.flatMap((single, i) => [
      `Single response ${i + 1} of ${responses.length}`,
      ...singleLines(single).map((line) => `  ${line}`),
    ]),
    ...optional('Nonce', response.nonce),
    ...response.extensions.map(extensionLine),
    ...optional('Signature', signature && `${signature.algorithm}, ${signature.octets} octets`),
    ...response.certificates.flatMap(certificateLines),
    ...(response.unreadableCertificates > 0 ? [field('Unreadable certificates', response.unreadableCertificates)] : []),
  ];
}

function singleLines(single: ShownSingle): string[] {
  return [
    ...certIdLines(single),
    field('Status', single.status),
    ...optional('Revoked at', single.revokedAt),
    ...optional('Reason', single.reason),
    field('This update', single.thisUpdate),
    field('Next update', single.nextUpdate ?? 'not said'),
    ...single.extensions.map(extensionLine),
  ];
}

function requestLines({ version, requests, nonce, extensions, isSigned }: ShownRequest): string[] {
  return [
    field('Version', version),
    ...requests.flatMap((request, i) => [
      `Certificate ${i + 1} of ${requests.length}`,
      ...[...certIdLines(request), ...request.extensions.map(extensionLine)].map((line) => `  ${line}`),
    ]),
    ...optional('Nonce', nonce),
    ...extensions.map(extensionLine),
    field('Signed', isSigned ? 'yes' : 'no'),
  ];
}

function certIdLines({ digest, issuerNameHash, issuerKeyHash, serial }: ShownCertId): string[] {
  return [
    field('Serial', serial),
    field('Issuer name hash', `${issuerNameHash} (${digest})`),
    field('Issuer key hash', `${issuerKeyHash} (${digest})`),
  ];
}

function certificateLines(certificate: ShownCertificate): string[] {
  const rights = [
    certificate.isOcspSigner ? 'may sign OCSP responses' : 'is not for signing OCSP responses',
    ...(certificate.hasNoCheck ? ['needs no check'] : []),
  ];
  return [
    field('Certificate', certificate.subject),
    ...[
      field('Issuer', certificate.issuer),
      field('Serial', certificate.serial),
      field('Valid', `${certificate.notBefore} to ${certificate.notAfter}`),
      field('Usage', rights.join(', ')),
    ].map((line) => `  ${line}`),
  ];
}

const extensionLine = ({ name, critical, value }: ShownExtension): string =>
  field(`${name[0]!.toUpperCase()}${name.slice(1)}${critical ? ' (critical)' : ''}`, value);

const field = (name: string, value: string | number): string =>
  `${name}: ${typeof value === 'string' ? value.replace(/(T[\d:]{8})\.000Z/g, '$1Z') : value}`;

const optional = (name: string, value: string | number | undefined): string[] =>
  value === undefined ? [] : [field(name, value)];

function findingLine({ severity, title, detail, scope }: Finding, paint: Paint, isOneOfMany: boolean): string {
  const where = isOneOfMany && scope.file !== undefined ? `${scope.file}: ` : '';
  return `${paint.mark(severity)} ${where}${title}${detail === undefined ? '' : `: ${detail}`}`;
}
