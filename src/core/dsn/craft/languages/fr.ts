import type { DsnLanguage } from './types.ts';

export const french: DsnLanguage = {
  tag: 'fr',
  subjects: {
    failed: "Votre message n'a pas pu être remis",
    delayed: 'La remise de votre message est retardée',
    delivered: 'Votre message a été remis',
    relayed: 'Votre message a été transmis',
    expanded: 'Votre message a été transmis à une liste',
  },
  automatic: (host) => `Ceci est un message automatique du système de messagerie ${host}.`,
  intros: {
    failed: "Votre message n'a pas pu être remis aux destinataires suivants, et aucun autre essai ne sera fait :",
    delayed:
      "Votre message n'a pas encore été remis aux destinataires suivants. Vous n'avez rien à faire : d'autres essais suivront.",
    delivered: 'Votre message a été remis aux destinataires suivants :',
    relayed:
      'Votre message a été transmis, pour les destinataires suivants, à un système qui peut ne pas confirmer la remise :',
    expanded: "Votre message a été remis aux listes suivantes, qui l'ont diffusé :",
  },
  reasons: {
    'no-mailbox': "Cette boîte aux lettres n'existe pas.",
    'no-domain': "Le domaine de l'adresse n'existe pas ou ne reçoit pas de courrier.",
    disabled: "La boîte aux lettres n'accepte pas de messages.",
    full: 'La boîte aux lettres est pleine.',
    'too-large': 'Le message est trop volumineux.',
    refused: 'Le message a été refusé.',
    unreachable: "Le système de messagerie du destinataire n'a pas pu être joint.",
    expired: "Le message n'a pas pu être remis dans le délai prévu.",
    loop: 'Le message a tourné en rond.',
  },
  said: (host) => `Réponse du serveur ${host} :`,
  retry: (until) => `Les essais continuent jusqu'au ${until}.`,
  returned: {
    full: 'Votre message est joint.',
    headers: "L'en-tête de votre message est joint.",
    none: "Votre message n'est pas joint.",
  },
};
