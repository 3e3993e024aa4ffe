"""OCSP_basic_verify of libcrypto in a loop: reads each response from its DER and verifies it up to a trusted issuer.

Words: rounds, the issuer's certificate (DER), files of responses (DER). The issuer is trusted as it is (a partial chain), as
Exim has it. Prints the median of the seconds of processor time that a round over all responses took. Calling through ctypes costs about a
microsecond a call, of some sixty that a verification takes.
"""
import ctypes
import statistics
import sys
import time
from ctypes import POINTER, byref, c_char_p, c_int, c_long, c_ulong, c_void_p

PARTIAL_CHAIN = 0x80000
crypto = ctypes.CDLL("libcrypto.so.3")


def declare(name, result, *arguments):
    function = getattr(crypto, name)
    function.restype = result
    function.argtypes = arguments
    return function


d2i_x509 = declare("d2i_X509", c_void_p, c_void_p, POINTER(c_char_p), c_long)
store_new = declare("X509_STORE_new", c_void_p)
store_add = declare("X509_STORE_add_cert", c_int, c_void_p, c_void_p)
store_flags = declare("X509_STORE_set_flags", c_int, c_void_p, c_ulong)
stack_new = declare("OPENSSL_sk_new_null", c_void_p)
stack_push = declare("OPENSSL_sk_push", c_int, c_void_p, c_void_p)
d2i_response = declare("d2i_OCSP_RESPONSE", c_void_p, c_void_p, POINTER(c_char_p), c_long)
get_basic = declare("OCSP_response_get1_basic", c_void_p, c_void_p)
basic_verify = declare("OCSP_basic_verify", c_int, c_void_p, c_void_p, c_void_p, c_ulong)
free_basic = declare("OCSP_BASICRESP_free", None, c_void_p)
free_response = declare("OCSP_RESPONSE_free", None, c_void_p)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def verify(der, issuers, store):
    response = d2i_response(None, byref(c_char_p(der)), len(der))
    basic = get_basic(response)
    status = basic_verify(basic, issuers, store, 0)
    free_basic(basic)
    free_response(response)
    if status != 1:
        raise SystemExit(f"OCSP_basic_verify says {status}")


def main():
    rounds, issuer_file, *files = sys.argv[1:]
    issuer_der = read(issuer_file)
    issuer = d2i_x509(None, byref(c_char_p(issuer_der)), len(issuer_der))
    store, issuers = store_new(), stack_new()
    store_add(store, issuer)
    store_flags(store, PARTIAL_CHAIN)
    stack_push(issuers, issuer)
    responses = [read(path) for path in files]
    times = []
    for _ in range(int(rounds)):
        start = time.process_time()
        for der in responses:
            verify(der, issuers, store)
        times.append(time.process_time() - start)
    print(statistics.median(times))


main()
