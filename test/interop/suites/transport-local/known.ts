const REPLY = 'Exim, started by a user with a configuration that is not the installed one, may not write its spool';

/** Differences that are meant, each with its reason. */
export const KNOWN: Readonly<Record<string, string>> = {
  'prefix-fails': 'nothing is opened before all is expanded, so that no empty mailbox is left',
  belowhome: 'Exim 4.96 ends with a fault of its own, and says nothing',
  'belowhome-link': 'Exim 4.96 ends with a fault of its own, and says nothing',
  'below-path': 'Exim 4.96 ends with a fault of its own, and says nothing',
  'host-filter-deaf': 'the line says what has happened, where Exim names the host once more',
  reply: REPLY,
  'reply-once': REPLY,
  'reply-file-optional': REPLY,
};
