# 62-kinds.sh -- every kind of relation between claims, from articles to the
# export, `show --why` and the feed; and what is no relation.
. "$(dirname "$0")/lib.sh"

# story OUTLET ID PUBLISHED TEXT: a record on standard output.  All of them
# tell of one event, by its names.
story() {
	python3 -c '
import json, sys
r = dict(zip(("outlet", "id", "published", "text"), sys.argv[1:]))
names = {"Tarn Herald": "The Tarn burst its banks at Lower Birch; Mayor Ida "
    "Moor and the engineer Odo Brandt were in Wexham then.",
    "Elm Daily": "In Wexham it rained, and at Lower Birch too. Nobody had "
    "seen the Tarn so high, neither Ida Moor nor Odo Brandt.",
    "Marl Post": "Along the Tarn, Odo Brandt and Ida Moor visited what is "
    "left of Lower Birch and went back to Wexham."}
r["text"] += "\n\n" + names[r["outlet"]]
print(json.dumps(r))' "$@"
}
{
	# A later figure for the same quantity, in other words.
	story "Tarn Herald" 1 2031-05-05T08:00:00Z \
	    "The 25 per cent tariffs on timber and slate from Orrin are a burden."
	story "Elm Daily" 1 2031-05-20T08:00:00Z \
	    "The government raised tariffs on timber and slate from Orrin to 50 per cent."
	# Other values for one quantity and time, from two origins.
	story "Tarn Herald" 2 2031-05-06T08:00:00Z \
	    "The death toll from the flood stood at 12 on Tuesday."
	story "Marl Post" 2 2031-05-06T09:00:00Z \
	    "The death toll from the flood stood at 15 on Tuesday."
	# Affirmation and denial.
	story "Tarn Herald" 3 2031-05-06T10:00:00Z \
	    "Ida Moor said the gates of the dam had been opened too late."
	story "Marl Post" 3 2031-05-06T11:00:00Z \
	    "Odo Brandt denied that the gates of the dam had been opened too late."
	# Two accounts of one fact.
	story "Tarn Herald" 4 2031-05-07T10:00:00Z \
	    "Ida Moor said that Lund had called Brack on Monday."
	story "Marl Post" 4 2031-05-07T11:00:00Z \
	    "Odo Brandt said that Brack had made the call to Lund."
	# Another period: not comparable.
	story "Tarn Herald" 5 2031-05-08T08:00:00Z \
	    "Exports of slate from Orrin stood at 340 tonnes in 2029."
	story "Marl Post" 5 2031-05-08T09:00:00Z \
	    "Exports of slate from Orrin stood at 410 tonnes in 2030."
	# A hedge.
	story "Tarn Herald" 6 2031-05-08T10:00:00Z \
	    "Ida Moor said the mill at Lower Birch polluted the Tarn."
	story "Marl Post" 6 2031-05-08T11:00:00Z \
	    "Ida Moor said the mill at Lower Birch may have polluted the Tarn."
	# Another quantity of the same value's kind: nothing.
	story "Elm Daily" 7 2031-05-08T12:00:00Z \
	    "The share of pupils in Wexham who cycle to school stood at 31 per cent."
} > "$tmp/stories.jsonl"
check "the stories are read" \
    "$cw" run --once --workers 1 --data "$data" -o http=off "$tmp/stories.jsonl"

"$cw" export --data "$data" > "$tmp/export"
"$cw" claims --data "$data" --json > "$tmp/claims"
python3 - "$tmp/claims" "$tmp/export" > "$tmp/related" << 'END'
import json, sys
claims = {c["id"]: c for c in map(json.loads, open(sys.argv[1]))}
for r in map(json.loads, open(sys.argv[2])):
    if "type" in r and "from" in r:
        print(r["type"], "|", claims[r["from"]]["text"], "|",
              claims[r["to"]]["text"], "|", r["why"], "|", r["score"] >= 0.7,
              len(r["mentions"]))
END
# related TYPE PATTERN NAME
related() {
	check "$3" grep -q -E "^$1 \| .*$2.* True 2$" "$tmp/related"
}
related revised "25 per cent.*\|.*to 50 per cent" "a later figure revises"
related disputed "at 12 on.*at 15 on" "two values of one time are disputed"
related disputed "gates.*gates.*denies" "so is what is denied"
related disputed "Lund had called Brack.*Brack had made the call" \
    "and who did it to whom"
related not_comparable "340 tonnes.*410 tonnes" \
    "figures of two periods are not comparable"
related refines "polluted.*may have polluted.*less certain" \
    "a hedge refines"
is "nothing else is related" "$(wc -l < "$tmp/related")" 6
is "and the quantity of another thing to nothing" \
    "$(grep -c pupils "$tmp/related")" 0

id=$(json "$tmp/claims" "[c['id'] for c in d if 'stood at 12' in c['text']][0]")
"$cw" show "$id" --why --data "$data" > "$tmp/show"
has "show tells the evidence in words" "$(cat "$tmp/show")" \
    "other figures for the same: 12 count and 15 count"
has "with both mentions, and how much is common to them" \
    "$(cat "$tmp/show")" "m4, m5 (1.00): "
"$cw" show "$id" --why --json --data "$data" > "$tmp/show.json"
is "so does the JSON, with both mentions" \
    "$(json "$tmp/show.json" "[(r['type'], len(r['mentions']),
    r['score'] > 0.6, len(r['why']) > 20) for r in d[0]['relations']]")" \
    "[('disputed', 2, True, True)]"
check "the store is sound" "$cw" check --data "$data"
check "it can be rebuilt" "$cw" rebuild --data "$data"
"$cw" export --data "$data" > "$tmp/again"
check "and is the same then" cmp "$tmp/export" "$tmp/again"
finish
