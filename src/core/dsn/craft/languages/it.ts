import type { DsnLanguage } from './types.ts';

export const italian: DsnLanguage = {
  tag: 'it',
  subjects: {
    failed: 'Il suo messaggio non è stato consegnato',
    delayed: 'La consegna del suo messaggio è in ritardo',
    delivered: 'Il suo messaggio è stato consegnato',
    relayed: 'Il suo messaggio è stato inoltrato',
    expanded: 'Il suo messaggio è stato inoltrato a una lista',
  },
  automatic: (host) => `Questo è un messaggio automatico del sistema di posta ${host}.`,
  intros: {
    failed:
      'Non è stato possibile consegnare il suo messaggio ai seguenti destinatari; non ci saranno altri tentativi:',
    delayed:
      'Il suo messaggio non è ancora stato consegnato ai seguenti destinatari. Non deve fare nulla: seguiranno altri tentativi.',
    delivered: 'Il suo messaggio è stato consegnato ai seguenti destinatari:',
    relayed:
      'Il suo messaggio è stato inoltrato, per i seguenti destinatari, a un sistema che potrebbe non confermare la consegna:',
    expanded: 'Il suo messaggio è stato consegnato alle seguenti liste, che lo hanno diffuso:',
  },
  reasons: {
    'no-mailbox': 'La casella non esiste.',
    'no-domain': "Il dominio dell'indirizzo non esiste o non riceve posta.",
    disabled: 'La casella non accetta messaggi.',
    full: 'La casella è piena.',
    'too-large': 'Il messaggio è troppo grande.',
    refused: 'Il messaggio è stato rifiutato.',
    unreachable: 'Il sistema di posta del destinatario non è raggiungibile.',
    expired: 'Il messaggio non è stato consegnato nel tempo previsto.',
    loop: 'Il messaggio ha girato in tondo.',
  },
  said: (host) => `Risposta del server ${host}:`,
  retry: (until) => `I tentativi continuano fino a ${until}.`,
  returned: {
    full: 'Il suo messaggio è allegato.',
    headers: "L'intestazione del suo messaggio è allegata.",
    none: 'Il suo messaggio non è allegato.',
  },
};
