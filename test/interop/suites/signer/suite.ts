export const suite = { name: 'signer', proves: '', run: async () => {} };
