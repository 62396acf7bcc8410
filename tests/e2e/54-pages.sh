# 54-pages.sh -- pages of stories: the full text where a feed has a summary,
# sitemaps and lists, robots.txt, updates, and nothing lost or repeated by
# kills.
. "$(dirname "$0")/lib.sh"
export no_proxy='*' NO_PROXY='*'
start room python3 -B "$tests/e2e/pressroom.py" "$tmp/log"
wait_until 30 test -s "$tmp/room.out"
room=http://127.0.0.1:$(cat "$tmp/room.out")
mine=(-o fetch_private=yes -o host_pause_ms=0)

# ---- read ----

"$cw" read "${mine[@]}" "$room/feed" > "$tmp/read.out"
is "read gives a feed's entries, with the pages' texts" \
    "$? $(json "$tmp/read.out" \
    "sorted((r['guid'], 'Paragraph 5' in r['text']) for r in d)")" \
    "0 [('g1', True), ('g2', True), ('g3', False), ('g4', False), ('g5', False), ('g6', False)]"
is "what else the feed says of them stays" \
    "$(json "$tmp/read.out" "[(r['outlet'], r['title'], r['published'], r['lang'])
	for r in d if r['guid'] == 'g1']")" \
    "[('Tarn Herald', 'Story 1', '2031-05-05T08:00:00+02:00', 'en')]"
is "unless it is not wanted" \
    "$("$cw" read "${mine[@]}" -o fetch_pages=no "$room/feed" |
	json /dev/stdin "sum('Paragraph' in r['text'] for r in d)")" 0
is "a sitemap index leads to its pages" \
    "$("$cw" read "${mine[@]}" "$room/index.xml" | json /dev/stdin \
	"sorted((r['url'][-2:], r['outlet'], r['title'], r['published']) for r in d)")" \
    "[('11', 'Tarn Post', 'A weir', '2031-05-05'), ('12', 'Tarn Post', 'A weir', '2031-05-05'), ('13', 'Tarn Post', 'A weir', '2031-05-05')]"
is "a page is a source" "$("$cw" read "${mine[@]}" "$room/front" |
    json /dev/stdin "[r['title'] for r in d]")" "['Story front of the page']"
printf '# ours\n%s\n%s\n%s\nnothing\n' "$room/story/21" "$room/private/22" \
    "$room/gone/23" > "$tmp/list"
"$cw" read "${mine[@]}" "$tmp/list" > "$tmp/read.out" 2> "$tmp/read.err"
is "so is a list of them, as far as they are to be had" \
    "$? $(json "$tmp/read.out" "[r['url'][-2:] for r in d]")" "5 ['21']"
has "a rule that forbids one is named" "$(cat "$tmp/read.err")" \
    "private/22: its site's robots.txt forbids it, line 2: Disallow: /private/"
has "a page that is gone, too" "$(cat "$tmp/read.err")" \
    "gone/23: answered with status 404"
has "and a line that is none" "$(cat "$tmp/read.err")" "list:5: no address"
"$cw" sources test "${mine[@]}" "$room/feed" > "$tmp/test.out"
has "test tells why an entry is less than its page" "$(cat "$tmp/test.out")" \
    "only what the feed has of it: its site's robots.txt forbids it, line 2"
curl -s -X POST "$room/robots/500"
"$cw" read "${mine[@]}" "$tmp/list" > "$tmp/read.out" 2> "$tmp/read.err"
is "nothing is asked for while robots.txt cannot be read" \
    "$? $(wc -l < "$tmp/read.out")" "5 0"
has "and that is said" "$(cat "$tmp/read.err")" \
    "robots.txt cannot be read: answered with status 500"
curl -s -X POST "$room/robots/404"
is "where there is none all is allowed" \
    "$("$cw" read "${mine[@]}" "$tmp/list" 2> "$tmp/read.err" | wc -l)" 2
curl -s -X POST "$room/robots/200"
code "a schedule that is none is an error of the configuration" 2 \
    "$cw" read -o recheck=often "$tmp/list"

# ---- run, killed again and again ----

mine+=(-o poll_least_s=1 -o poll_most_s=1 -o recheck_pause_ms=0)
sources=("$room/feed" "$room/index.xml" "$tmp/list")
accounts() {
	"$BUILD/claimwire-producer" accounts --json --data "$data" \
	    2> /dev/null | json /dev/stdin 'd[0]["accepted"]'
}
accepted() {
	[ "$(accounts)" -ge "$1" ]
}
: > "$tmp/log"
for least in 1 3 5 8; do
	start producer "$BUILD/claimwire-producer" "${mine[@]}" \
	    -o "recheck=1s 2s 3s 4s 5s 600s" --data "$data" "${sources[@]}"
	wait_until 30 accepted "$least"
	kill -KILL "$pid"
	wait "$pid" 2> /dev/null
done
start producer "$BUILD/claimwire-producer" "${mine[@]}" \
    -o "recheck=1s 2s 3s 4s 5s 600s" --data "$data" "${sources[@]}"
check "every entry and every page is taken" wait_until 60 accepted 10
# asked PATH: how often
asked() {
	json "$tmp/log" "sum(r['path'] == '$1' for r in d)"
}
again() {
	[ "$(asked /story/1)" -ge "$1" ]
}
is "pages are counted in the status" \
    "$("$cw" status --data "$data" | grep '^pages' | sed 's/[0-9][0-9]*/N/g')" \
    "pages      N known: N read, N forbidden by robots.txt, N failing"
wait_until 30 again $(($(asked /story/1) + 2))
is "asked again it is not taken again, through four kills" "$(accounts)" 10
is "the page that erred at first was read in the end" \
    "$(json "$tmp/log" \
    "[r['status'] for r in d if r['path'] == '/shaky/5'][-1] in (200, 304)")" True
kill -KILL "$pid"
wait "$pid" 2> /dev/null

# ---- updates ----

start producer "$BUILD/claimwire-producer" "${mine[@]}" \
    -o "recheck=1s 2s 4s 7s 11s 16s 22s 29s" --data "$tmp/later" "$room/story/31"
later() {
	[ "$("$BUILD/claimwire-producer" accounts --json --data "$tmp/later" \
	    2> /dev/null | json /dev/stdin 'd[0]["accepted"]')" = "$1" ]
}
check "a page is taken" wait_until 30 later 1
curl -s -X POST "$room/change/31"
check "and, when its words have changed, as a revision" wait_until 30 later 2
kill -KILL "$pid"
wait "$pid" 2> /dev/null
code "both are one story in the store" 0 "$cw" run --once --workers 1 \
    "${mine[@]}" -o http=off --data "$tmp/later"
is "with two revisions" "$(python3 - "$tmp/later/claims.db" << 'END'
import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
print(*db.execute("SELECT count(*), max(revision) FROM articles_v"))
END
)" "(1, 2)"

is "a page is asked for as one, a feed as one" \
    "$(json "$tmp/log" "sorted({(r['path'], r['accept'].split(',')[0]) for r in d
	if r['path'] in ('/feed', '/story/1')})")" \
    "[('/feed', 'application/rss+xml'), ('/story/1', 'text/html')]"
is "one request at a time, and no forbidden page" \
    "$(json "$tmp/log" \
    "(max(r['flying'] for r in d), sum(r['path'].startswith('/private') for r in d))")" \
    "(1, 0)"
finish
