#!/bin/sh
# Makes certificates to try mutual TLS with: examples/certificates.sh FOLDER
#
#   ca.pem        the authority of everybody below but "stranger", valid for three months
#   crl.pem       what it has revoked: the certificate of "revoked"
#   gateway       the gateway's own, for localhost and 127.0.0.1; it also shows it to providers
#   consumer      the demo's GP Super Clinic, by the fqdn that config/directory.yaml registers with its ASID
#   revoked       the same name, but revoked
#   other         a system of another name
#   stranger      the consumer's name, but signed by itself
#
# Each has a .pem (certificate) and a .key (private key, without a password). They are for trying out alone: whoever has the
# folder can be anybody. Needs openssl, 1.1.1 or newer.
set -eu

folder=${1:?usage: $0 FOLDER}
mkdir -p "$folder"
cd "$folder"
umask 077

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
: > "$work/index"
cat > "$work/ca.conf" <<CONF
[ca]
default_ca = test
[test]
database = $work/index
default_md = sha256
default_crl_days = 90
CONF

quietly() {
    "$@" 2> "$work/said" || { cat "$work/said" >&2; exit 1; }
}

# new NAME SUBJECT: a key, and a request for a certificate
new() {
    quietly openssl req -new -newkey rsa:2048 -nodes -keyout "$1.key" -subj "$2" -out "$work/$1.csr"
}

# signed NAME ALTERNATIVE-NAMES USAGES
signed() {
    new "$1" "/O=Task gateway test/CN=$1"
    printf 'subjectAltName=%s\nextendedKeyUsage=%s\nkeyUsage=digitalSignature,keyEncipherment\nbasicConstraints=CA:FALSE\n' \
        "$2" "$3" > "$work/$1.ext"
    quietly openssl x509 -req -in "$work/$1.csr" -CA ca.pem -CAkey ca.key -set_serial "0x$(openssl rand -hex 8)" -days 90 \
        -sha256 -extfile "$work/$1.ext" -out "$1.pem"
}

quietly openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -days 90 -sha256 \
    -subj "/O=Task gateway test/CN=Test authority" -addext "keyUsage=critical,keyCertSign,cRLSign" -out ca.pem

consumer=DNS:consumer.gp-super-clinic.example
signed gateway DNS:localhost,IP:127.0.0.1 serverAuth,clientAuth
signed consumer "$consumer" clientAuth
signed revoked "$consumer" clientAuth
signed other DNS:other.example clientAuth
quietly openssl req -x509 -newkey rsa:2048 -nodes -keyout stranger.key -days 90 -sha256 \
    -subj "/O=Task gateway test/CN=stranger" -addext "subjectAltName=$consumer" -out stranger.pem

quietly openssl ca -config "$work/ca.conf" -cert ca.pem -keyfile ca.key -revoke revoked.pem
quietly openssl ca -config "$work/ca.conf" -cert ca.pem -keyfile ca.key -gencrl -out crl.pem
echo "Certificates are in $folder."
