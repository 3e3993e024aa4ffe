/** record: the text of a DMARC record read, tag by tag, with what is wrong in it. */
export { parseRecord } from './parse.ts';
export { isDmarcRecord } from './tags.ts';
export type * from './types.ts';
