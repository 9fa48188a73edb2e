#!/bin/sh
# Makes the secrets compose.yaml mounts, once: root key, database passwords, and a certificate authority with
# a certificate for the database's host name. Nothing that exists is touched.
#
#   deploy/prepareSecrets.sh [folder, default deploy/secrets] [host name, default mysql]
#
# As root it gives each file to the user that reads it in its container (service 10001, MySQL 999).
set -eu
umask 077
folder=${1:-$(dirname -- "$0")/secrets}
host=${2:-mysql}
service_uid=10001
mysql_uid=999
valid_days=3650

mkdir -p "$folder"
cd "$folder"

# fresh FILE: whether it must be made.
fresh() { [ ! -e "$1" ]; }
give() { [ "$(id -u)" -ne 0 ] || chown "$1" "$2"; }

fresh root.key && head -c 32 /dev/urandom >root.key && chmod 0400 root.key && give "$service_uid" root.key
# Both containers read the password, as different users; the folder itself is closed to everyone else.
fresh database-password && head -c 24 /dev/urandom | base64 | tr -d '\n' >database-password && chmod 0444 database-password
fresh database-root-password && head -c 24 /dev/urandom | base64 | tr -d '\n' >database-root-password &&
  chmod 0444 database-root-password

if fresh database-certificate.pem; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days "$valid_days" -subj "/CN=Sealgrade database authority" \
    -addext "basicConstraints=critical,CA:TRUE,pathlen:0" -addext "keyUsage=critical,keyCertSign" \
    -keyout authority-key.pem -out database-ca.pem 2>/dev/null
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$host" \
    -keyout database-key.pem -out request.pem 2>/dev/null
  printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\nsubjectAltName=DNS:%s\n' "$host" >extensions.cnf
  openssl x509 -req -days "$valid_days" -in request.pem -CA database-ca.pem -CAkey authority-key.pem -CAcreateserial \
    -extfile extensions.cnf -out database-certificate.pem 2>/dev/null
  # The authority signs once; without its key nobody can sign a second certificate.
  rm -f authority-key.pem request.pem extensions.cnf database-ca.srl
  chmod 0444 database-ca.pem database-certificate.pem
  chmod 0400 database-key.pem
  give "$mysql_uid" database-key.pem
fi
echo "Secrets are in $folder. Keep a copy of root.key apart from all other backups: nothing opens without it."
