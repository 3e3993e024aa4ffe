import type { DsnLanguage } from './types.ts';

export const portuguese: DsnLanguage = {
  tag: 'pt',
  subjects: {
    failed: 'Não foi possível entregar a sua mensagem',
    delayed: 'A entrega da sua mensagem está atrasada',
    delivered: 'A sua mensagem foi entregue',
    relayed: 'A sua mensagem foi encaminhada',
    expanded: 'A sua mensagem foi encaminhada para uma lista',
  },
  automatic: (host) => `Esta é uma mensagem automática do sistema de correio ${host}.`,
  intros: {
    failed: 'Não foi possível entregar a sua mensagem aos seguintes destinatários, e não haverá mais tentativas:',
    delayed:
      'A sua mensagem ainda não foi entregue aos seguintes destinatários. Não precisa de fazer nada: haverá mais tentativas.',
    delivered: 'A sua mensagem foi entregue aos seguintes destinatários:',
    relayed:
      'A sua mensagem foi encaminhada, para os seguintes destinatários, a um sistema que talvez não confirme a entrega:',
    expanded: 'A sua mensagem foi entregue às seguintes listas, que a reenviaram:',
  },
  reasons: {
    'no-mailbox': 'Essa caixa de correio não existe.',
    'no-domain': 'O domínio do endereço não existe ou não recebe correio.',
    disabled: 'A caixa de correio não aceita mensagens.',
    full: 'A caixa de correio está cheia.',
    'too-large': 'A mensagem é grande demais.',
    refused: 'A mensagem foi recusada.',
    unreachable: 'Não foi possível contactar o sistema de correio do destinatário.',
    expired: 'A mensagem não pôde ser entregue no prazo previsto.',
    loop: 'A mensagem andou em círculo.',
  },
  said: (host) => `O servidor ${host} respondeu:`,
  retry: (until) => `As tentativas continuam até ${until}.`,
  returned: {
    full: 'A sua mensagem segue em anexo.',
    headers: 'O cabeçalho da sua mensagem segue em anexo.',
    none: 'A sua mensagem não segue em anexo.',
  },
};
