import type { Finding } from '../../base/index.ts';
import type { Part, ProxyParseData, ShownTlv } from '../../core/proxy/index.ts';
import type { Paint, View } from '../types.ts';

/** What the header says, then every octet with its place, then what is to be said of it. */
export const proxyParseView: View<ProxyParseData> = ({ data, findings }, paint, verbosity) => {
  const shown = findings.filter(({ severity }) => verbosity >= 0 || severity === 'warn' || severity === 'error');
  return [
    ...headLines(data, paint),
    ...(verbosity < 0 ? [] : data.parts.flatMap((part) => partLines(part, paint, verbosity > 0))),
    ...restLine(data),
    ...shown.flatMap((finding) => findingLines(finding, paint)),
  ].join('\n');
};

function headLines(data: ProxyParseData, paint: Paint): readonly string[] {
  const { version, command, family, transport, source, destination, length, tlvs = [] } = data;
  if (version === undefined) return [`${paint.bad('no PROXY header')}: ${data.code} at octet ${data.at}`];
  const kind = version === 1 && family === 'UNSPEC' ? 'UNKNOWN' : `${family} ${transport}`;
  const who =
    source === undefined || destination === undefined
      ? "the connection's own addresses hold"
      : `${paint.strong(show(source))} to ${show(destination)}`;
  const names = tlvs.length === 0 ? '' : `, ${tlvs.map(tlvName).join(', ')}`;
  return [`PROXY version ${version}, ${command}, ${kind}: ${who} (${length} octets${names})`];
}

const tlvName = ({ name }: ShownTlv): string => name;

function show({ address, port }: NonNullable<ProxyParseData['source']>): string {
  if (port === undefined) return address === '' ? 'a socket without a name' : address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Octets on a line, two digits each. */
const ON_A_LINE = 12;
/** Lines of a long value that are shown unless -v asks for all. */
const FEW_LINES = 2;

function partLines({ offset, octets, length, field, meaning }: Part, paint: Paint, all: boolean): readonly string[] {
  const pairs = octets.match(/../g) ?? [];
  const rows: string[] = [];
  for (let i = 0; i < pairs.length; i += ON_A_LINE) rows.push(pairs.slice(i, i + ON_A_LINE).join(' '));
  const kept = all ? rows : rows.slice(0, FEW_LINES);
  const isCut = kept.length < rows.length || pairs.length < length;
  return kept.map((row, i) => {
    const at = paint.dim(String(offset + i * ON_A_LINE).padStart(6));
    const dots = isCut && i === kept.length - 1 ? ' …' : '';
    return `${at}  ${`${row}${dots}`.padEnd(ON_A_LINE * 3)} ${i === 0 ? `${field}: ${meaning}` : ''}`.trimEnd();
  });
}

function restLine({ rest = 0 }: ProxyParseData): readonly string[] {
  return rest === 0 ? [] : [`${rest} octet${rest === 1 ? ' follows' : 's follow'} the header, and are the client's.`];
}

function findingLines({ severity, title, detail, fix }: Finding, paint: Paint): readonly string[] {
  const mend = fix === undefined ? [] : [`    ${paint.dim(fix)}`];
  return [`${paint.mark(severity)} ${title}${detail === undefined ? '' : `: ${detail}`}`, ...mend];
}
