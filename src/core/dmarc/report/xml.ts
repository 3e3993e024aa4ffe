/** XML as far as reports need it: elements and their text, no document types, no entities of one's own. */
import { err, type Failure, ok, type Result } from '../../../base/index.ts';
import { type Document, MAX_DOCUMENT_BYTES } from '../../unpack/index.ts';
import { reportError } from './errors.ts';
import { MAX_VALUE, MAX_XML_DEPTH } from './limits.ts';

/** Element name without prefix → text, element, or a list of them. */
export type Node = Readonly<Record<string, unknown>>;

export async function readXml({ source, bytes }: Document): Promise<Result<Node, Failure>> {
  if (bytes.length > MAX_DOCUMENT_BYTES)
    return err(reportError('too-large', `${source} is larger than ${MAX_DOCUMENT_BYTES} octets`));
  const text = decode(bytes);
  // A document type is how entities are declared, which multiply and reach for files; no report has one (RFC 9990 §3).
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text))
    return err(
      reportError('doctype', `${source} declares a document type, which no report needs and which is refused`),
    );
  const { XMLParser } = await import('fast-xml-parser');
  const parser = new XMLParser({
    ignoreAttributes: true,
    removeNSPrefix: true,
    parseTagValue: false,
    htmlEntities: true,
    maxNestedTags: MAX_XML_DEPTH,
    ignoreDeclaration: true,
    ignorePiTags: true,
  });
  try {
    const parsed: unknown = parser.parse(text);
    return isNode(parsed) ? ok(parsed) : err(reportError('not-xml', `${source} has no element`));
  } catch (cause) {
    return err(reportError('not-xml', `${source} cannot be read as XML: ${(cause as Error).message.slice(0, 200)}`));
  }
}

/** By its byte order mark, or by what the declaration says; UTF-8 else. */
function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const declared = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w-]{1,40})["']/i.exec(
    Buffer.from(bytes.subarray(0, 200)).toString('latin1'),
  )?.[1];
  return decoderFor(declared).decode(bytes);
}

/** One that is declared and not known, or cannot be what is there, is taken for UTF-8. */
function decoderFor(label: string | undefined): { decode(bytes: Uint8Array): string } {
  try {
    return new TextDecoder(/^utf-?16/i.test(label ?? '') ? 'utf-8' : (label ?? 'utf-8'));
  } catch {
    return new TextDecoder('utf-8');
  }
}

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The children of that name, however many. */
export function childrenOf(node: Node | undefined, name: string): readonly unknown[] {
  const value = node === undefined || !Object.hasOwn(node, name) ? undefined : node[name];
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** The first element of that name. */
export const childOf = (node: Node | undefined, name: string): Node | undefined => childrenOf(node, name).find(isNode);

/** The first text of that name; an empty one is none. */
export function textOf(node: Node | undefined, name: string): string | undefined {
  const [value] = childrenOf(node, name);
  const text = typeof value === 'string' ? value : isNode(value) ? value['#text'] : undefined;
  return typeof text === 'string' && text.trim() !== '' ? text.trim().slice(0, MAX_VALUE) : undefined;
}
