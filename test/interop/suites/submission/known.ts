/** Differences there are, by the title of the case. */
const SILENT = 'Exim ends with status 1 and not a word, on no log either';

export const KNOWN: Readonly<Record<string, string>> = {
  'acl_not_smtp_mime says no': SILENT,
  'acl_not_smtp_mime says no, without a server': SILENT,
};
