import type { DsnLanguage } from './types.ts';

export const english: DsnLanguage = {
  tag: 'en',
  subjects: {
    failed: 'Your message could not be delivered',
    delayed: 'Your message is delayed',
    delivered: 'Your message was delivered',
    relayed: 'Your message was passed on',
    expanded: 'Your message was passed on to a list',
  },
  automatic: (host) => `This is an automatic message from the mail system at ${host}.`,
  intros: {
    failed: 'Your message could not be delivered to these recipients, and no further attempt will be made:',
    delayed:
      'Your message has not been delivered to these recipients yet. You need not do anything: more attempts follow.',
    delivered: 'Your message was delivered to these recipients:',
    relayed: 'Your message was passed on for these recipients to a system that may not confirm its delivery:',
    expanded: 'Your message was delivered to these lists, which have sent it on:',
  },
  reasons: {
    'no-mailbox': 'There is no such mailbox.',
    'no-domain': 'The domain of the address does not exist or takes no mail.',
    disabled: 'The mailbox takes no messages.',
    full: 'The mailbox has no room left.',
    'too-large': 'The message is too large.',
    refused: 'The message was refused.',
    unreachable: 'The mail system of the recipient could not be reached.',
    expired: 'The message could not be delivered in the time allowed.',
    loop: 'The message went round in a circle.',
  },
  said: (host) => `The server ${host} said:`,
  retry: (until) => `Attempts go on until ${until}.`,
  returned: {
    full: 'Your message is enclosed.',
    headers: 'The header of your message is enclosed.',
    none: 'Your message is not enclosed.',
  },
};
