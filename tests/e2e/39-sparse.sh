# 39-sparse.sh -- a filter that lets little through: whoever follows the feed
# from the beginning is looked through the table at once, not a slice a second.
. "$(dirname "$0")/lib.sh"

python3 - > "$tmp/stories.jsonl" << 'EOF'
import json
for n in range(6000):
    rare = n % 750 == 749
    print(json.dumps({"id": f"s{n}", "outlet": "Ferry Times" if rare
                      else "Tarn Herald", "published": "2031-05-01",
                      "text": f"Sluice number {n} is open, warden Bo Finch "
                      f"{n} said. The repair took {n} days."}))
EOF
check "a store with a long history" "$cw" run --once --data "$data" \
    -o http=off "$tmp/stories.jsonl"
start run "$cw" run --data "$data" -o http=127.0.0.1:0
wait_until 30 test -s "$data/run/http"
url=$(cat "$data/run/http")

# seconds FEED PARAMETERS: how long it takes; the answer is in $tmp/got.
seconds() {
	curl -sf -m 60 -o "$tmp/got" -w '%{time_total}' \
	    "${url}changes?feed=$1&$2" || echo 60
}

all=$(seconds normal since=0)
changes=$(grep -c '"contract":1,"id"' "$tmp/got")
check "it has more than ten slices ($changes changes in $all s)" \
    test "$changes" -gt 5120
# The best of three: a busy machine is slow once, a wait is there every time.
took=60
for _ in 1 2 3; do
	took=$(printf '%s\n' "$took" "$(seconds normal 'outlet=Ferry+Times')" |
	    sort -g | head -1)
done
got=$(grep -c '"contract":1,"id"' "$tmp/got")
check "those of one outlet come, no others ($got)" \
    test "$got" -eq "$(grep -c '"outlet":"Ferry Times"' "$tmp/got")"
rare=$(grep -c '"type":"article.new"' "$tmp/got")
check "they tell of its few articles ($rare)" test "$rare" -eq 8
# Slices that wait for the next second would take about a second in all.
limit=0.4
[ "$(basename "$BUILD")" = build ] || limit=60
check "soon, not a slice a second ($took s)" \
    python3 -c "import sys; sys.exit(not $took < $limit)"
finish
