import type { DsnLanguage } from './types.ts';

export const spanish: DsnLanguage = {
  tag: 'es',
  subjects: {
    failed: 'No se pudo entregar su mensaje',
    delayed: 'La entrega de su mensaje se retrasa',
    delivered: 'Su mensaje ha sido entregado',
    relayed: 'Su mensaje ha sido transmitido',
    expanded: 'Su mensaje ha sido transmitido a una lista',
  },
  automatic: (host) => `Este es un mensaje automático del sistema de correo ${host}.`,
  intros: {
    failed: 'Su mensaje no se pudo entregar a los siguientes destinatarios, y no se harán más intentos:',
    delayed:
      'Su mensaje todavía no se ha entregado a los siguientes destinatarios. No tiene que hacer nada: habrá más intentos.',
    delivered: 'Su mensaje ha sido entregado a los siguientes destinatarios:',
    relayed:
      'Su mensaje ha sido transmitido, para los siguientes destinatarios, a un sistema que quizá no confirme la entrega:',
    expanded: 'Su mensaje ha sido entregado a las siguientes listas, que lo han reenviado:',
  },
  reasons: {
    'no-mailbox': 'Ese buzón no existe.',
    'no-domain': 'El dominio de la dirección no existe o no recibe correo.',
    disabled: 'El buzón no acepta mensajes.',
    full: 'El buzón está lleno.',
    'too-large': 'El mensaje es demasiado grande.',
    refused: 'El mensaje fue rechazado.',
    unreachable: 'No se pudo contactar con el sistema de correo del destinatario.',
    expired: 'El mensaje no se pudo entregar en el tiempo previsto.',
    loop: 'El mensaje dio vueltas en círculo.',
  },
  said: (host) => `El servidor ${host} respondió:`,
  retry: (until) => `Los intentos siguen hasta ${until}.`,
  returned: {
    full: 'Su mensaje va adjunto.',
    headers: 'La cabecera de su mensaje va adjunta.',
    none: 'Su mensaje no va adjunto.',
  },
};
