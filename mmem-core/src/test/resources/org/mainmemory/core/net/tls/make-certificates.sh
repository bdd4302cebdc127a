#!/bin/sh
# Makes the certificates and keys of the tests anew, with openssl, beside this file. Nobody but the tests trusts them.
set -eu
cd "$(dirname "$0")"
days=36500

# subject NAME: as openssl takes it.
subject() { echo "/O=mmem tests/CN=$1"; }

# authority NAME: a CA, NAME.pem and NAME.key.
authority() {
    openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"
    openssl req -x509 -new -key "$1.key" -sha256 -days "$days" -subj "$(subject "$1")" -out "$1.pem" \
        -addext keyUsage=critical,keyCertSign,cRLSign
}

# certify NAME KEY CA PURPOSE: NAME.pem for KEY, issued by CA, for serverAuth or clientAuth.
certify() {
    printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=%s\nbasicConstraints=CA:FALSE\n' "$4" > ext
    openssl req -new -key "$2" -subj "$(subject "$1")" |
        openssl x509 -req -CA "$3.pem" -CAkey "$3.key" -CAcreateserial -sha256 -days "$days" -extfile ext -out "$1.pem"
    rm ext
}

authority ca
authority stranger
openssl ecparam -name prime256v1 -genkey -noout -out server.sec1.key
openssl pkcs8 -topk8 -nocrypt -in server.sec1.key -out server.key
certify server server.key ca serverAuth
cat ca.pem >> server.pem
openssl ecparam -name prime256v1 -genkey -out with-parameters.key
certify with-parameters with-parameters.key ca serverAuth
openssl genrsa -traditional -out rsa.pkcs1.key 2048
openssl pkcs8 -topk8 -nocrypt -in rsa.pkcs1.key -out rsa.key
openssl rsa -in rsa.pkcs1.key -outform DER -traditional -out rsa.pkcs1.der
openssl pkcs8 -topk8 -nocrypt -in rsa.key -outform DER -out rsa.der
openssl pkcs8 -topk8 -in rsa.key -passout pass:secret -out encrypted.key
certify rsa rsa.key ca serverAuth
openssl genpkey -algorithm ed25519 -out ed25519.key
certify ed25519 ed25519.key ca serverAuth
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out client.key
certify client client.key ca clientAuth
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out unknown.key
certify unknown unknown.key stranger clientAuth
rm ./*.srl ca.key stranger.key stranger.pem
