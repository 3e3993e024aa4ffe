/** What a report may cost beside its unpacking (core/unpack): each number stops something that a stranger can send. */

/** Elements in elements: reports have five. */
export const MAX_XML_DEPTH = 24;
/** Records of one report that are kept. */
export const MAX_RECORDS = 200_000;
/** Characters of a single value that are kept. */
export const MAX_VALUE = 2_000;
