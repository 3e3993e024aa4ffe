/** Public keys for the key records of the lab, base64 as p= has them. Nobody has the private ones. */

/** SubjectPublicKeyInfo (RFC 6376 §3.6.1). */
export const RSA_2048 =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAxsLlnNHPlTsij0qeDMEKb5L0f5f+6yitxlXxhprkIjByK6vFOecUSLIXztPrp+qij4' +
  '1pedJBJstEoakNApfO/HTlQQ6EMHTlFsHXQYxZRKAe5VxjErHLLj4EQ5HTlJmro4+5frAgx9RlhnalvvgDNAs/XouchjDDv4h7uJT/U6dEf6mE' +
  'LoSp5XcgH27JrJXEDDh2vuVyQpyIiSeOTAfH8lrNiPZMMOjTxCTO2lfGcUFw8UznJraOPhxBzGCinkSFTyem7Lhk09OSB8h42yCmS9TG3wpvdZ' +
  '9YtqpXnKJN18VivDlkNWR1bv0mLD28CuIUwNBjcPsrWtGj5FUdLSJZXwIDAQAB';
export const RSA_1024 =
  'MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDMVWIMeNqQXviTqKQ2V8ilCi/BvEt149kncrd4Gj+ul/0m77It3vk99CwCrFjLzftwakqmaD' +
  'acQa2nj9wV9+Nik/MOgpy0bdrlW9AaRIOuVHkUYhzZalsbyRyIAkNnqwjPaeghlZkZRJtKsV06uv3JkiidnwQHXNDUsnuYAIKY6QIDAQAB';
export const RSA_512 =
  'MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBANm55wZZB4cuhAcLpuVlKJTijDmNAcEXf+AF9KCZQIOU2oqS3x7Qx8BGtMVNqGu2yRlbnkhz/+8ox2' +
  '1+DC2hhIkCAwEAAQ==';
/** The bare key (RFC 8463 §4). */
export const ED25519 = '4AgoaB+qW1+pChSa1yEPtbV0afOsC9Hf5Qsl7XiaoDg=';
