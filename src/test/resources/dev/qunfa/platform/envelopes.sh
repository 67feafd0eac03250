#!/usr/bin/env bash
# Makes envelopes.tsv: callbacks sealed with openssl and md5sum, which know nothing of the code under test.
# Columns: name, what must come of it, the body, the event that must come out.
set -euo pipefail
cd "$(dirname "$0")"
LONG=abcdefghijklmnopqrstuvwxyz012345
SHORT=0123456789abcdef
TOKEN=callback-token

hex() { printf %s "$1" | xxd -p -c 256; }

# encrypt KEY [openssl options]: standard input to base64
encrypt() {
  local key=$1 bits=$((${#1} * 8)); shift
  openssl enc "-aes-$bits-cbc" -K "$(hex "$key")" -iv "$(hex "${key:0:16}")" -base64 -A "$@"
}

# pad BLOCK TEXT: PKCS#7 to blocks of that size
pad() {
  local size; size=$(printf %s "$2" | wc -c)
  local padding=$(($1 - size % $1))
  printf %s "$2"
  for _ in $(seq $padding); do printf "\\x$(printf %02x $padding)"; done
}

# sign VALUE...: the bytes of UTF-8 sort as code points do; values without line breaks
sign() { printf '%s\n' "$@" | LC_ALL=C sort | tr -d '\n' | md5sum | cut -c1-32; }

# row NAME RESULT CONTENT EVENT [APP_KEY NONCE TIMESTAMP]
row() {
  local key=${5-app-long} nonce=${6-n0nce} time=${7-1700000000}
  printf '%s\t%s\t{"app_key":"%s","nonce":"%s","timestamp":"%s","signature":"%s","encoding_content":"%s"}\t%s\n' \
    "$1" "$2" "$key" "$nonce" "$time" "$(sign "$key" "$TOKEN" "$nonce" "$time" "$3")" "$3" "${4-}"
}

# numbers NAME TIMESTAMP: nonce and timestamp as JSON numbers
numbers() {
  local content; content=$(printf %s "$EVENT" | encrypt $LONG)
  printf '%s\t%s\t{"app_key":"app-long","nonce":12345678901234567890,"timestamp":%s,"signature":"%s","encoding_content":"%s","v":{"x":[1]}}\t%s\n' \
    "$1" OPENED "$2" "$(sign app-long "$TOKEN" 12345678901234567890 "$2" "$content")" "$content" "$EVENT"
}

EVENT='{"event_type":40001,"robot_id":"r-1","group_id":"g-1","msg_id":"m-1","send_res":false,"err_msg":"敏感词😀","msg_num":1}'
BYTES_48='{"event_type":40001,"msg_id":"unpadded-1234567"}'
BYTES_46='{"event_type":40001,"msg_id":"unpadded-12345"}'
BYTES_64='{"event_type":40001,"msg_id":"as-long-as-two-blocks-of-32-bytes"'
BYTES_64="${BYTES_64:0:62}\"}"
BYTES_65='{"event_type":40001,"msg_id":"exactly65-bytes-long-text-1234567"}'

{
  row 'PKCS#7, AES-256' OPENED "$(printf %s "$EVENT" | encrypt $LONG)" "$EVENT"
  row 'PKCS#7, AES-128' OPENED "$(printf %s "$EVENT" | encrypt $SHORT)" "$EVENT" app-short
  row 'PKCS#7, a whole block of padding' OPENED "$(printf %s "$BYTES_48" | encrypt $LONG)" "$BYTES_48"
  row 'padded to 32, AES-256' OPENED "$(pad 32 "$BYTES_65" | encrypt $LONG -nopad)" "$BYTES_65"
  row 'padded to 32, AES-128' OPENED "$(pad 32 "$BYTES_65" | encrypt $SHORT -nopad)" "$BYTES_65" app-short
  row 'padded to 32, a whole block of padding' OPENED "$(pad 32 "$BYTES_64" | encrypt $LONG -nopad)" "$BYTES_64"
  row 'no padding' OPENED "$(printf %s "$BYTES_48" | encrypt $LONG -nopad)" "$BYTES_48"
  row 'no padding, line feeds at the end' OPENED "$(printf '%s\n\n' "$BYTES_46" | encrypt $LONG -nopad)" "$BYTES_46"
  row 'no padding, CR LF at the end' OPENED "$(printf '%s\r\n' "$BYTES_46" | encrypt $LONG -nopad)" "$BYTES_46"
  row 'no padding, a raw line feed within' OPENED \
    "$(printf '{"event_type":40001,"msg_id":"unpadded-12\n4567"}' | encrypt $LONG -nopad)" \
    '{"event_type":40001,"msg_id":"unpadded-12\n4567"}'
  numbers 'nonce and timestamp are integers' 1700000000
  numbers 'a number is signed as it is written' 1.70e9
  row 'U+FF61 sorts before U+1F600' OPENED "$(printf %s "$EVENT" | encrypt $LONG)" "$EVENT" app-long 😀 ｡
  row 'upper case sorts before lower case' OPENED "$(printf %s "$EVENT" | encrypt $LONG)" "$EVENT" app-long Zz aA

  row 'an app that is not configured' UNAUTHORIZED "$(printf %s "$EVENT" | encrypt $LONG)" '' app-other
  row 'a signature over other values' UNAUTHORIZED "$(printf %s "$EVENT" | encrypt $LONG)" | sed 's/n0nce/n1nce/'
  row 'an upper-case signature' UNAUTHORIZED "$(printf %s "$EVENT" | encrypt $LONG)" \
    | sed -E 's/("signature":")([0-9a-f]+)/\1\U\2/'
  row 'no signature' UNAUTHORIZED "$(printf %s "$EVENT" | encrypt $LONG)" | sed -E 's/"signature":"[0-9a-f]+",//'
  row 'no app key' UNAUTHORIZED "$(printf %s "$EVENT" | encrypt $LONG)" | sed 's/"app_key":"app-long",//'

  row 'no content' UNREADABLE ''
  row 'not base64' UNREADABLE '***'
  row 'no multiple of a block' UNREADABLE "$(printf 12345678 | base64)"
  row 'the key of another app' UNREADABLE "$(printf %s "$EVENT" | encrypt $SHORT)"
  row 'padded with zeros' UNREADABLE "$(printf '%s\0\0' "$BYTES_46" | encrypt $LONG -nopad)"
  row 'padded with 17, not to a multiple of 32' UNREADABLE \
    "$(printf '{"event_type":40001,"a":"bcdef"}' | head -c 31 | { cat; printf '\x11%.0s' $(seq 17); } | encrypt $LONG -nopad)"
  row 'a last byte of 4, but only one' UNREADABLE "$(printf '{"a":"bcdefghi"}' | head -c 15 | { cat; printf '\x04'; } | encrypt $LONG -nopad)"
  row 'nothing but padding' UNREADABLE "$(printf '' | encrypt $LONG)"
  row 'not JSON' UNREADABLE "$(printf hello | encrypt $LONG)"
  row 'not an object' UNREADABLE "$(printf '[1]' | encrypt $LONG)"
  row 'not UTF-8' OPENED "$(printf '{"a":"\xff"}' | encrypt $LONG)" '{"a":"�"}'
  row 'a surrogate in UTF-8' OPENED "$(printf '{"a":"\xed\xa0\x80"}' | encrypt $LONG)" '{"a":"�"}'
  row 'two objects' UNREADABLE "$(printf '{} {}' | encrypt $LONG)"
} > envelopes.tsv
