import type { DsnLanguage } from './types.ts';

export const german: DsnLanguage = {
  tag: 'de',
  subjects: {
    failed: 'Ihre Nachricht konnte nicht zugestellt werden',
    delayed: 'Die Zustellung Ihrer Nachricht verzögert sich',
    delivered: 'Ihre Nachricht wurde zugestellt',
    relayed: 'Ihre Nachricht wurde weitergegeben',
    expanded: 'Ihre Nachricht wurde an eine Liste weitergegeben',
  },
  automatic: (host) => `Dies ist eine automatische Nachricht des Mailsystems ${host}.`,
  intros: {
    failed:
      'Ihre Nachricht konnte den folgenden Empfängern nicht zugestellt werden; weitere Versuche werden nicht unternommen:',
    delayed:
      'Ihre Nachricht konnte den folgenden Empfängern noch nicht zugestellt werden. Sie brauchen nichts zu tun, weitere Versuche folgen:',
    delivered: 'Ihre Nachricht wurde den folgenden Empfängern zugestellt:',
    relayed:
      'Ihre Nachricht wurde für die folgenden Empfänger an ein System weitergegeben, das die Zustellung vielleicht nicht bestätigt:',
    expanded: 'Ihre Nachricht wurde den folgenden Listen zugestellt, die sie weitergesandt haben:',
  },
  reasons: {
    'no-mailbox': 'Dieses Postfach gibt es nicht.',
    'no-domain': 'Die Domain der Adresse gibt es nicht, oder sie nimmt keine Mail an.',
    disabled: 'Das Postfach nimmt keine Nachrichten an.',
    full: 'Das Postfach ist voll.',
    'too-large': 'Die Nachricht ist zu groß.',
    refused: 'Die Nachricht wurde abgelehnt.',
    unreachable: 'Das Mailsystem des Empfängers war nicht zu erreichen.',
    expired: 'Die Nachricht konnte in der vorgesehenen Zeit nicht zugestellt werden.',
    loop: 'Die Nachricht lief im Kreis.',
  },
  said: (host) => `Der Server ${host} meldete:`,
  retry: (until) => `Versucht wird es noch bis ${until}.`,
  returned: {
    full: 'Ihre Nachricht liegt bei.',
    headers: 'Der Kopf Ihrer Nachricht liegt bei.',
    none: 'Ihre Nachricht liegt nicht bei.',
  },
};
