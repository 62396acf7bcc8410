# 56-wires.sh -- feeds packed with brotli, over TLS, and by a proxy.
. "$(dirname "$0")/lib.sh"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost -keyout "$tmp/key.pem" \
    -out "$tmp/cert.pem" 2> "$tmp/openssl" || fail "a certificate is made"
start wires python3 -B "$tests/e2e/wires.py" "$tmp"
wait_until 30 test -s "$tmp/wires.out"
read -r plain tls proxy < "$tmp/wires.out"
mine=(-o fetch_private=yes -o host_pause_ms=0)
export no_proxy='*' NO_PROXY='*'

is "what is packed with brotli is read" \
    "$("$cw" read "${mine[@]}" "http://127.0.0.1:$plain/br" |
    json /dev/stdin "[r['outlet'] for r in d]")" "['Tarn Herald']"
"$cw" read "${mine[@]}" "https://localhost:$tls/feed" \
    > "$tmp/read.out" 2> "$tmp/read.err"
is "a certificate that nobody vouches for is refused" \
    "$? $(wc -l < "$tmp/read.out")" "5 0"
has "and that is why" "$(cat "$tmp/read.err")" "certificate"
unset no_proxy NO_PROXY
is "a proxy is asked when the environment names one" \
    "$(http_proxy=http://127.0.0.1:$proxy "$cw" read "${mine[@]}" \
	http://feeds.tarn.example/feed | json /dev/stdin \
	"[r['outlet'] for r in d]")" "['Tarn Herald']"
is "but not for whom no_proxy names" \
    "$(http_proxy=http://127.0.0.1:$proxy no_proxy=127.0.0.1 "$cw" read \
	"${mine[@]}" "http://127.0.0.1:$plain/feed" | wc -l)" 1
finish
