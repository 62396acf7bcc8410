# 51-polls.sh -- feeds at addresses: polled politely, through errors, redirects
# and kills, with nothing lost and nothing repeated.
. "$(dirname "$0")/lib.sh"
export no_proxy='*' NO_PROXY='*'
start room python3 -B "$tests/e2e/newsroom.py" "$tmp/log"
wait_until 30 test -s "$tmp/room.out"
room=http://127.0.0.1:$(cat "$tmp/room.out")
mine=(-o fetch_private=yes -o host_pause_ms=0)

# ---- read ----

"$cw" read "${mine[@]}" "$room/feed/a" > "$tmp/read.out" 2> "$tmp/read.err"
is "read takes a feed's entries from its address" \
    "$? $(json "$tmp/read.out" 'len(d), d[0]["outlet"]')" "0 (10, 'Outlet a')"
for way in moved away; do
	is "a redirect is followed ($way)" \
	    "$("$cw" read "${mine[@]}" "$room/$way/a" | wc -l)" 10
done
is "a host may have a name in any script, whatever the locale" \
    "$(LC_ALL=C "$cw" read "${mine[@]}" \
	"http://hør.localhost:${room##*:}/feed/a" | wc -l)" 10
is "a page leads to its feed" \
    "$("$cw" read "${mine[@]}" "$room/front" | wc -l)" 10
printf '<?xml version="1.0"?><opml><body><outline xmlUrl="%s"/>' \
    "$room/feed/a" > "$tmp/list"
printf '<outline xmlUrl="%s"/></body></opml>' "$room/feed/b" >> "$tmp/list"
is "a list of feeds (OPML) is a source" \
    "$("$cw" read "${mine[@]}" "$tmp/list" | wc -l)" 20
# refused PATH WORDS: it is, and that is why
refused() {
	"$cw" read "${mine[@]}" "$room/$1" > "$tmp/read.out" 2> "$tmp/read.err"
	is "$1 is refused" "$? $(wc -l < "$tmp/read.out")" "5 0"
	has "and that is why" "$(cat "$tmp/read.err")" "$2"
}
refused loop "redirected too often"
refused broken "status 500"
refused busy "status 503"
refused bomb "more than 32 MB"
refused page "without an article's text"
"$cw" read "${mine[@]}" "$room/cut/a" > "$tmp/read.out" 2> "$tmp/read.err"
is "a cut feed gives its whole entries" "$? $(wc -l < "$tmp/read.out")" "5 9"
"$cw" read "$room/feed/a" > "$tmp/read.out" 2> "$tmp/read.err"
has "private networks are refused unless allowed" "$(cat "$tmp/read.err")" \
    "leads into a private network"
code "an address of another kind is none" 3 "$cw" read ftp://a.example/feed
has "and that is said" "$(cat "$tmp/code.out")" "http:// and https:// are read"

# ---- run, killed again and again ----

mine+=(-o poll_least_s=1 -o poll_most_s=1 -o http=127.0.0.1:0)
feeds=()
for n in 1 2 3 4 5; do
	feeds+=("$room/feed/k$n")
done
accepted() {
	[ "$("$BUILD/claimwire-producer" accounts --json --data "$data" \
	    2> /dev/null | json /dev/stdin 'd[0]["accepted"]')" -ge "$1" ]
}
: > "$tmp/log"
for round in 1 2 3 4 5 6; do
	start producer "$BUILD/claimwire-producer" "${mine[@]}" --data "$data" \
	    "${feeds[@]}"
	wait_until 20 accepted $((round * 8))
	kill -KILL "$pid"
	wait "$pid" 2> /dev/null
done
start producer "$BUILD/claimwire-producer" "${mine[@]}" --data "$data" \
    "${feeds[@]}"
check "every entry is accepted" wait_until 30 accepted 50
curl -s -X POST "$room/add/k1"
curl -s -X POST "$room/change/k2"
check "a new story and a changed one come, too" wait_until 30 accepted 52
# two more polls of each bring nothing
polled() {
	[ "$(json "$tmp/log" \
	    'min(sum(r["path"] == f"/feed/k{n}" for r in d) for n in range(1, 6))')" \
	    -ge "$1" ]
}
most=$(json "$tmp/log" \
    'max(sum(r["path"] == f"/feed/k{n}" for r in d) for n in range(1, 6))')
wait_until 60 polled $((most + 2))
kill -TERM "$pid"
wait_until 20 ended "$pid"
is "nothing was repeated, through six kills" \
    "$("$BUILD/claimwire-producer" accounts --json --data "$data" |
        json /dev/stdin 'd[0]["accepted"]')" 52

# ---- what the server saw ----

cat > "$tmp/score.py" << 'END'
import collections, json, sys
given, bad = {}, collections.Counter()
for r in sorted((json.loads(l) for l in open(sys.argv[1])), key=lambda r: r["began"]):
    p = r["path"]
    if not p.startswith("/feed/k"):
        continue
    bad["crowded"] += r["flying"] > 1
    bad["invented"] += r["none_match"] is not None and r["none_match"] != given.get(p)
    bad["nameless"] += not r["agent"].startswith("claimwire/")
    if r["status"] == 200:
        given[p] = r["etag"]
print(dict(bad))
END
is "one request at a time, no validators but the server's" \
    "$(python3 "$tmp/score.py" "$tmp/log")" \
    "{'crowded': 0, 'invented': 0, 'nameless': 0}"
finish
