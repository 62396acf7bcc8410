# 52-sources.sh -- sources that the user keeps: added, paused, tested and
# removed while a pipeline runs.
. "$(dirname "$0")/lib.sh"
export no_proxy='*' NO_PROXY='*'
start room python3 -B "$tests/e2e/newsroom.py" "$tmp/log"
wait_until 30 test -s "$tmp/room.out"
room=http://127.0.0.1:$(cat "$tmp/room.out")
mine=(--data "$data" -o fetch_private=yes -o host_pause_ms=0
    -o poll_least_s=1 -o poll_most_s=1 -o http=127.0.0.1:0)
sources() {
	"$cw" sources "$@" --data "$data" -o fetch_private=yes
}
accepted() {
	[ "$("$BUILD/claimwire-producer" accounts --json --data "$data" \
	    2> /dev/null | json /dev/stdin 'd[0]["accepted"]')" -ge "$1" ]
}
# state ADDRESS: what the list says of it
state() {
	sources list --json | json /dev/stdin \
	    "[s['state'] for s in d if s['address'] == '$1']"
}

# ---- before anything runs ----

code "a source may be added before the first start" 0 \
    sources add "$room/feed/s1"
is "it is listed" "$(state "$room/feed/s1")" "['new']"
code "where there are no folders yet, too" 0 "$cw" sources add "$room/feed/s1" \
    --data "$tmp/a/new/place"
code "twice is once" 0 sources add "$room/feed/s1"
code "what is no address is refused" 1 sources add feed.xml
code "what is not kept cannot be paused" 1 sources pause "$room/feed/none"
printf '# ours\n%s\n\n%s\n' "$room/feed/s2" "$room/broken" > "$tmp/list"
code "a list of addresses is taken" 0 sources import "$tmp/list"
cat > "$tmp/list.opml" << END
<opml version="2.0"><body><outline text="Papers">
<outline text="Three &amp; more" xmlUrl="$room/feed/s3"/></outline>
<outline text="no feed"/></body></opml>
END
code "OPML, too" 0 sources import "$tmp/list.opml"
is "all of them are kept" "$(sources list | wc -l)" 4
sources export > "$tmp/out.opml"
has "export says them all as OPML" "$(cat "$tmp/out.opml")" \
    "xmlUrl=\"$room/feed/s3\""
check "which is well-formed" python3 -c '
import sys, xml.etree.ElementTree as e
assert len(e.parse(sys.argv[1]).findall(".//outline")) == 4' "$tmp/out.opml"

# ---- test ----

sources test "$room/moved/t" > "$tmp/test"
is "test ends with 0 when all would be taken" "$?" 0
has "it tells the feed" "$(cat "$tmp/test")" "feed: Outlet t"
has "where it moved" "$(cat "$tmp/test")" "moved for good to $room/feed/t"
has "and what would be taken" "$(cat "$tmp/test")" "10 taken, 0 not"
code "test ends with 5 when nothing would" 5 sources test "$room/page"
has "and tells why" "$(cat "$tmp/code.out")" "not taken: a page without an article's text"

# ---- while a producer runs ----

start producer "$BUILD/claimwire-producer" "${mine[@]}"
check "what is kept is read without being named" wait_until 30 accepted 30
check "the list says so" wait_until 10 test \
    "$(state "$room/feed/s1")" = "['ok']"
fails() {
	state "$room/broken" | grep -q -e failing -e broken
}
check "what fails is shown" wait_until 20 fails
has "and counted in the status" \
    "$("$cw" status --data "$data" --json | json /dev/stdin \
        "(d[0]['producer']['feeds'], d[0]['producer']['feeds_failing'])")" \
    "(4, 1)"
sources add "$room/feed/s4" > "$tmp/add"
check "what is added while it runs is read" wait_until 30 accepted 40
sources pause "$room/feed/s4"
asked() {
	json "$tmp/log" "sum(r['path'] == '/feed/$1' for r in d)"
}
rests() {
	local before
	before=$(asked "$1")
	local other
	other=$(asked s1)
	wait_until 60 eval "[ \$(asked s1) -ge $((other + 2)) ]" &&
	    [ "$(asked "$1")" -eq "$before" ]
}
wait_until 30 rests s4
check "what is paused is not asked" rests s4
sources remove "$room/feed/s2"
wait_until 30 rests s2
check "nor what was removed" rests s2
is "which is not listed any more" "$(state "$room/feed/s2")" "[]"
curl -s -X POST "$room/add/s4"
sources resume "$room/feed/s4"
check "what is resumed goes on where it was" wait_until 60 accepted 41
kill -TERM "$pid"
wait_until 20 ended "$pid"
is "and nothing came twice" \
    "$("$BUILD/claimwire-producer" accounts --json --data "$data" |
        json /dev/stdin 'd[0]["accepted"]')" 41
finish
