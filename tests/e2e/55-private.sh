# 55-private.sh -- what leads from a public address into a private network is
# refused: by a redirect, by a redirect to a name that leads there.
. "$(dirname "$0")/lib.sh"
elsewhere() {
	python3 -B "$tests/e2e/elsenet.py" "$@" > "$tmp/out" 2> "$tmp/err"
}
elsewhere true
[ $? != 77 ] || skip "a network of its own is not to be had here"
elsewhere "$cw" read -o host_pause_ms=0 http://PUBLIC:PORT/feed
is "a public address is read" "$? $(wc -l < "$tmp/out")" "0 1"
elsewhere "$cw" read -o host_pause_ms=0 http://PUBLIC:PORT/to/PUBLIC
is "a redirect from there to there is followed" \
    "$? $(wc -l < "$tmp/out")" "0 1"
is "so is one to a name that is looked up" "$(elsewhere "$cw" read \
    -o host_pause_ms=0 http://public.example:PORT/to/public.example
    echo "$? $(wc -l < "$tmp/out")")" "0 1"
elsewhere "$cw" read -o host_pause_ms=0 http://private.example:PORT/feed
is "a name that leads into a private network is refused" \
    "$? $(wc -l < "$tmp/out")" "5 0"
for host in 127.0.0.1 localhost private.example "[::ffff:127.0.0.1]"; do
	elsewhere "$cw" read -o host_pause_ms=0 "http://PUBLIC:PORT/to/$host"
	is "a redirect to $host is refused" "$? $(wc -l < "$tmp/out")" "5 0"
	has "and that is why" "$(cat "$tmp/err")" \
	    "leads into a private network"
	elsewhere "$cw" read -o host_pause_ms=0 -o fetch_private=yes \
	    "http://PUBLIC:PORT/to/$host"
	is "unless it is allowed" "$? $(wc -l < "$tmp/out")" "0 1"
done
finish
